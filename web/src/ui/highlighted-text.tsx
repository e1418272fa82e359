/** Plain text with words highlighted. */

export function HighlightedText({ text, marks }: { text: string; marks: string[] }) {
  const pattern = wordPattern(marks);
  if (!pattern) return text;
  // Split by a capturing group: every second part is a match.
  let at = 0;
  return text.split(pattern).map((part, index) => {
    const key = at;
    at += part.length;
    return index % 2 === 1 ? <mark key={key}>{part}</mark> : <span key={key}>{part}</span>;
  });
}

/** A pattern for whole words in any script and case; null for none. */
export function wordPattern(marks: string[]): RegExp | null {
  const words = [...new Set(marks.map((it) => it.trim()).filter(Boolean))];
  if (words.length === 0) return null;
  const escaped = words
    .sort((a, b) => b.length - a.length)
    .map((it) => it.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}
