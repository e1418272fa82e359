/** An import report as CSV. */
import type { ImportedFile } from "@/api/types";
import { type FileOutcome, OUTCOME_LABELS } from "./labels";

/** One cell (RFC 4180); formulas are escaped. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function toCsv(lines: readonly ImportedFile[]): string {
  const rows = lines.map((it) => [
    it.path,
    String(it.size),
    OUTCOME_LABELS[it.outcome as FileOutcome],
    it.problem ?? "",
    it.item ? `${location.origin}/items/${it.item}` : "",
  ]);
  return [["path", "bytes", "outcome", "reason", "item"], ...rows]
    .map((row) => row.map(toCell).join(","))
    .join("\r\n");
}

export function downloadCsv(name: string, lines: readonly ImportedFile[]) {
  const url = URL.createObjectURL(new Blob(["\uFEFF", toCsv(lines)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
