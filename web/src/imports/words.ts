/** How screens say what the API says of imports. */
import type { ImportView } from "@/api/types";
import { many } from "@/ui/size";
import type { Bulk } from "./bulks";

export const BECAME = {
  refused: "Not taken",
  waiting: "On its way",
  kept: "Kept, not read",
  skipped: "Left out",
  here: "Here",
} as const;
export type Became = keyof typeof BECAME;
export const ORDER = Object.keys(BECAME) as Became[];

export const FLAVOURS: Record<string, string> = {
  notion: "An export of Notion",
  outline: "An export of Outline",
  markdown: "Pages of Markdown",
};

export function stageOf({ stage, way, counts, total }: ImportView, bulk?: Bulk): string {
  if (bulk?.state === "sending") return "Being sent.";
  if (bulk?.state === "paused") return "Paused.";
  if (stage === "sending") return way === "zip" ? "The zip is awaited." : "Not everything is here.";
  if (stage === "unpacking") return `Being unpacked${total > 0 ? `: ${many(total, "file")}` : ""}.`;
  if (stage === "refused") return "It was not taken.";
  if (stage === "stopped") return "Stopped.";
  if (stage === "stalled") return "It got stuck.";
  if (counts.waiting > 0) return `${many(counts.waiting, "file")} being read.`;
  return `Done: ${many(counts.here + counts.kept, "file")} here.`;
}
