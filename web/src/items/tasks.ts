/** Checkboxes of task lists in a note. */

const TASK = /^(\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](?=\s)/;
const FENCE = /^\s*(```+|~~~+)/;

/** The text with its nth checkbox toggled. */
export function toggleTask(markdown: string, number: number): string {
  let at = -1;
  let fence: string | null = null;
  return markdown
    .split("\n")
    .map((line) => {
      const mark = line.match(FENCE)?.[1];
      if (mark && (fence === null || mark.startsWith(fence))) {
        fence = fence === null ? mark : null;
        return line;
      }
      if (fence !== null || !TASK.test(line)) return line;
      at += 1;
      if (at !== number) return line;
      return line.replace(TASK, (_all, before, tick) => `${before}[${tick === " " ? "x" : " "}]`);
    })
    .join("\n");
}
