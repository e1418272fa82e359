/** Text passages: how to describe one, and how to find it in an edited text. */
import search from "approx-string-match";

/** A quote with its context (W3C Web Annotation, TextQuoteSelector). */
export interface Passage {
  quote: string;
  prefix: string;
  suffix: string;
}

export interface Span {
  start: number;
  end: number;
}

export const MAX_QUOTE_LENGTH = 500;
const CONTEXT_LENGTH = 32;
/** The share of the quote's characters that may differ. */
const MAX_CHANGED_RATIO = 0.34;

/** Creates the passage between two offsets, trimmed; null if empty or too long. */
export function createPassage(text: string, start: number, end: number): Passage | null {
  let [from, to] = [Math.max(0, start), Math.min(text.length, end)];
  while (from < to && /\s/.test(text.charAt(from))) from += 1;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  if (from >= to || to - from > MAX_QUOTE_LENGTH) return null;
  return {
    quote: text.slice(from, to),
    prefix: text.slice(Math.max(0, from - CONTEXT_LENGTH), from),
    suffix: text.slice(to, to + CONTEXT_LENGTH),
  };
}

/** Finds a passage in a text; null if it is gone. */
export function findPassage(text: string, passage: Passage): Span | null {
  const exact = findExact(text, passage.quote);
  if (exact.length > 0) return bestMatch(text, passage, exact);
  const near = search(text, passage.quote, Math.floor(passage.quote.length * MAX_CHANGED_RATIO));
  const fewest = Math.min(...near.map((it) => it.errors));
  return bestMatch(
    text,
    passage,
    near.filter((it) => it.errors === fewest),
  );
}

/**
 * Returns what an anchor refers to that no longer exists: its words or its page; null if both exist.
 *
 * Without a text, or with 0 pages, that part counts as existing.
 */
export function findLostPart(
  { passage, page }: { passage: Passage | null; page: number | null },
  text: string | null,
  pages: number,
): "words" | "page" | null {
  if (page !== null && pages > 0 && page > pages) return "page";
  return passage && text !== null && !findPassage(text, passage) ? "words" : null;
}

function findExact(text: string, quote: string): Span[] {
  const found: Span[] = [];
  if (!quote) return found;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    found.push({ start: at, end: at + quote.length });
  }
  return found;
}

/** Of several matches, the one whose context agrees most; the first of equals. */
function bestMatch(text: string, { prefix, suffix }: Passage, spans: Span[]): Span | null {
  let [found, most]: [Span | null, number] = [null, -1];
  for (const { start, end } of spans) {
    const before = commonPrefixLength(
      reversed(text.slice(0, start).slice(-CONTEXT_LENGTH)),
      reversed(prefix),
    );
    const after = commonPrefixLength(text.slice(end, end + CONTEXT_LENGTH), suffix);
    if (before + after > most) [found, most] = [{ start, end }, before + after];
  }
  return found;
}

/** The length of the common prefix of two texts. */
function commonPrefixLength(one: string, other: string): number {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

function reversed(text: string): string {
  return Array.from(text).reverse().join("");
}
