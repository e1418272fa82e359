/** How screens say what the API says of imports. */
import type { ImportView } from "@/api/types";
import { many } from "@/ui/format";
import type { Bulk } from "./import-progress";

export const BECAME = {
  refused: "Rejected",
  waiting: "Processing",
  kept: "Stored, text not searchable",
  skipped: "Skipped",
  here: "Imported",
} as const;
export type Became = keyof typeof BECAME;
export const ORDER = Object.keys(BECAME) as Became[];

export const FLAVOURS: Record<string, string> = {
  notion: "Notion export",
  outline: "Outline export",
  markdown: "Markdown pages",
};

export function stageOf({ stage, way, counts, total }: ImportView, bulk?: Bulk): string {
  if (bulk?.state === "sending") return "Uploading.";
  if (bulk?.state === "paused") return "Paused.";
  if (stage === "sending")
    return way === "zip" ? "Waiting for the ZIP upload." : "Upload incomplete.";
  if (stage === "unpacking") return `Unpacking${total > 0 ? ` ${many(total, "file")}` : ""}.`;
  if (stage === "refused") return "Rejected.";
  if (stage === "stopped") return "Stopped.";
  if (stage === "stalled") return "Import stalled.";
  if (counts.waiting > 0) return `Processing ${many(counts.waiting, "file")}.`;
  return `Done: ${many(counts.here + counts.kept, "file")} imported.`;
}
