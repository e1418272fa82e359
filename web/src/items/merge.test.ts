import { describe, expect, it } from "vitest";
import { applyChoices, countConflicts, mergeLists, mergeTexts } from "./merge";

const BASE = "# Cobalt\n\nIt runs above 1240 degrees.\n\nCool slowly.\n";

describe("mergeTexts", () => {
  it("merges edits of different lines", () => {
    const theirs = BASE.replace("Cobalt", "Cobalt blue");
    const mine = BASE.replace("Cool slowly.", "Cool very slowly.");
    const found = mergeTexts(BASE, theirs, mine);
    expect(countConflicts(found)).toBe(0);
    expect(applyChoices(found, [])).toBe(
      "# Cobalt blue\n\nIt runs above 1240 degrees.\n\nCool very slowly.\n",
    );
  });

  it("merges edits of different words in a line", () => {
    const found = mergeTexts("a b c d e f", "A b c d e f", "a b c d e F");
    expect(applyChoices(found, [])).toBe("A b c d e F");
  });

  it("returns conflicts with both sides", () => {
    const found = mergeTexts(BASE, BASE.replace("1240", "1250"), BASE.replace("1240", "1230"));
    expect(countConflicts(found)).toBe(1);
    expect(applyChoices(found, ["theirs"])).toContain("1250");
    expect(applyChoices(found, ["mine"])).toContain("1230");
    expect(applyChoices(found, ["both"])).toMatch(/1250 degrees.\nIt runs above 1230/);
  });

  it("accepts identical edits", () => {
    const same = BASE.replace("1240", "1250");
    expect(mergeTexts(BASE, same, same)).toEqual([{ both: same }]);
  });
});

it("mergeLists applies additions and removals of both sides", () => {
  expect(mergeLists(["a", "b"], ["a", "b", "c"], ["b", "d"])).toEqual(["b", "c", "d"]);
});
