/** A report as a file for spreadsheets. */
import type { ImportedFile } from "@/api/types";
import { BECAME, type Became } from "./labels";

/** One cell (RFC 4180); what a spreadsheet would take for a formula stays text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function csv(lines: readonly ImportedFile[]): string {
  const rows = lines.map((it) => [
    it.path,
    String(it.size),
    BECAME[it.became as Became],
    it.problem ?? "",
    it.item ? `${location.origin}/items/${it.item}` : "",
  ]);
  return [["path", "bytes", "outcome", "reason", "item"], ...rows]
    .map((row) => row.map(cell).join(","))
    .join("\r\n");
}

export function saveCsv(name: string, lines: readonly ImportedFile[]) {
  const url = URL.createObjectURL(new Blob(["\uFEFF", csv(lines)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
