/** The beginning of what somebody wrote in Markdown, as a line of plain words. */
export function toPlainText(text: string): string {
  return text
    .replace(/!?\[([^\]\n]*)\](\([^)\n]*\)?)?/g, "$1")
    .replace(/^[ \t]*(#{1,6} |> ?|[-*+] |```.*$)/gm, "")
    .replace(/\*\*|`/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
