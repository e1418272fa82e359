/** Converts the beginning of a Markdown text to one line of plain text. */
export function toPlainText(text: string): string {
  return text
    .replace(/!?\[([^\]\n]*)\](\([^)\n]*\)?)?/g, "$1")
    .replace(/^[ \t]*(#{1,6} |> ?|[-*+] |```.*$)/gm, "")
    .replace(/\*\*|`/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
