/** Labels for the API's import values. */
import type { ImportView } from "@/api/types";
import { pluralise } from "@/ui/format";
import type { ImportProgress } from "./import-progress";

export const OUTCOME_LABELS = {
  rejected: "Rejected",
  waiting: "Processing",
  stored_only: "Stored, text not searchable",
  skipped: "Skipped",
  imported: "Imported",
} as const;
export type FileOutcome = keyof typeof OUTCOME_LABELS;
export const OUTCOMES = Object.keys(OUTCOME_LABELS) as FileOutcome[];

export const FORMAT_LABELS: Record<string, string> = {
  notion: "Notion export",
  outline: "Outline export",
  markdown: "Markdown pages",
};

export function stageText(
  { stage, source, counts, total }: ImportView,
  bulk?: ImportProgress,
): string {
  if (bulk?.state === "sending") return "Uploading.";
  if (bulk?.state === "paused") return "Paused.";
  if (stage === "sending")
    return source === "zip" ? "Waiting for the ZIP upload." : "Upload incomplete.";
  if (stage === "unpacking") return `Unpacking${total > 0 ? ` ${pluralise(total, "file")}` : ""}.`;
  if (stage === "rejected") return "Rejected.";
  if (stage === "stopped") return "Stopped.";
  if (stage === "stalled") return "Import stalled.";
  if (counts.waiting > 0) return `Processing ${pluralise(counts.waiting, "file")}.`;
  return `Done: ${pluralise(counts.imported + counts.stored_only, "file")} imported.`;
}
