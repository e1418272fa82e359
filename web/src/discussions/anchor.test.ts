import { expect, test } from "vitest";
import { createPassage, findLostPart, findPassage, type Passage } from "./anchor";

const TEXT =
  "Cobalt runs above 1240 °C. Nickel runs above 1260 °C. Cobalt runs above 1240 °C in both.";
const pick = (text: string, words: string, nth = 0): Passage => {
  let at = -1;
  for (let n = 0; n <= nth; n += 1) at = text.indexOf(words, at + 1);
  const found = createPassage(text, at, at + words.length);
  if (!found) throw new Error("nothing was picked");
  return found;
};
const words = (text: string, passage: Passage) => {
  const span = findPassage(text, passage);
  return span && text.slice(span.start, span.end);
};

test("findPassage finds an unchanged passage", () => {
  const passage = pick(TEXT, "Nickel runs");
  expect(findPassage(TEXT, passage)).toEqual({ start: 27, end: 38 });
});

test("findPassage prefers the match with the same context", () => {
  expect(findPassage(TEXT, pick(TEXT, "Cobalt runs", 0))?.start).toBe(0);
  expect(findPassage(TEXT, pick(TEXT, "Cobalt runs", 1))?.start).toBe(54);
});

test("findPassage survives insertions before and after", () => {
  const passage = pick(TEXT, "Nickel runs above");
  for (const text of [`New start. ${TEXT}`, `${TEXT} New end.`, `Oh. ${TEXT} Ah.`]) {
    expect(words(text, passage)).toBe("Nickel runs above");
  }
});

test("findPassage finds the second occurrence after the first was removed", () => {
  const passage = pick(TEXT, "Cobalt runs above 1240 °C", 1);
  const text = TEXT.slice(27);
  expect(findPassage(text, passage)?.start).toBe(27);
});

test("findPassage survives small edits inside the quote", () => {
  const passage = pick(TEXT, "Nickel runs above 1260 °C");
  expect(words(TEXT.replace("1260", "1255"), passage)).toBe("Nickel runs above 1255 °C");
  expect(words(TEXT.replace("Nickel runs", "Nickel ran"), passage)).toContain("ran above 1260 °C");
});

test("findPassage returns null for rewritten text", () => {
  const passage = pick(TEXT, "Nickel runs above 1260 °C");
  expect(
    findPassage("Manganese stays where it is, whatever the kiln does to it.", passage),
  ).toBeNull();
  expect(findPassage("", passage)).toBeNull();
});

test("createPassage trims whitespace", () => {
  expect(createPassage(" a b ", 0, 5)).toEqual({ quote: "a b", prefix: " ", suffix: " " });
});

test("createPassage rejects empty, blank and too long selections", () => {
  expect(createPassage("words", 2, 2)).toBeNull();
  expect(createPassage("   ", 0, 3)).toBeNull();
  expect(createPassage("x".repeat(501), 0, 501)).toBeNull();
  expect(createPassage("x".repeat(500), -5, 900)?.quote.length).toBe(500);
});

test("findPassage works with all scripts and emoji", () => {
  const text = "Die Größe 👩‍🍳 zählt. 釉薬は青い。";
  for (const quote of ["Größe", "👩‍🍳 zählt", "釉薬"]) {
    expect(words(`…${text}`, pick(text, quote))).toBe(quote);
  }
});

test("findPassage finds every passage of a text", () => {
  for (let start = 0; start < TEXT.length; start += 1) {
    for (let end = start + 1; end <= TEXT.length; end += 5) {
      const passage = createPassage(TEXT, start, end);
      if (passage) expect(words(TEXT, passage)).toBe(passage.quote);
    }
  }
});

test("findLostPart reports a page beyond the end of the file", () => {
  const passage = pick(TEXT, "Nickel runs");
  expect(findLostPart({ passage: null, page: 3 }, null, 3)).toBeNull();
  expect(findLostPart({ passage: null, page: 3 }, null, 2)).toBe("page");
  expect(findLostPart({ passage, page: 3 }, TEXT, 2)).toBe("page");
  expect(findLostPart({ passage: null, page: 3 }, null, 0)).toBeNull();
});

test("findLostPart reports words missing from a known text", () => {
  const passage = pick(TEXT, "Nickel runs above 1260 °C");
  expect(findLostPart({ passage, page: null }, TEXT, 0)).toBeNull();
  expect(findLostPart({ passage, page: null }, "Manganese stays.", 0)).toBe("words");
  expect(findLostPart({ passage, page: null }, null, 0)).toBeNull();
});
