import { describe, expect, it } from "vitest";
import { applyChoices, countConflicts, mergeLists, mergeTexts } from "./merge";

const BASE = "# Cobalt\n\nIt runs above 1240 degrees.\n\nCool slowly.\n";

describe("two changes of one text", () => {
  it("come together where they are of different lines", () => {
    const theirs = BASE.replace("Cobalt", "Cobalt blue");
    const mine = BASE.replace("Cool slowly.", "Cool very slowly.");
    const found = mergeTexts(BASE, theirs, mine);
    expect(countConflicts(found)).toBe(0);
    expect(applyChoices(found, [])).toBe(
      "# Cobalt blue\n\nIt runs above 1240 degrees.\n\nCool very slowly.\n",
    );
  });

  it("come together where they are of different words of a line", () => {
    const found = mergeTexts("a b c d e f", "A b c d e f", "a b c d e F");
    expect(applyChoices(found, [])).toBe("A b c d e F");
  });

  it("are shown side by side where they clash", () => {
    const found = mergeTexts(BASE, BASE.replace("1240", "1250"), BASE.replace("1240", "1230"));
    expect(countConflicts(found)).toBe(1);
    expect(applyChoices(found, ["theirs"])).toContain("1250");
    expect(applyChoices(found, ["mine"])).toContain("1230");
    expect(applyChoices(found, ["both"])).toMatch(/1250 degrees.\nIt runs above 1230/);
  });

  it("are one where both did the same", () => {
    const same = BASE.replace("1240", "1250");
    expect(mergeTexts(BASE, same, same)).toEqual([{ both: same }]);
  });
});

it("channels that one adds and the other takes away", () => {
  expect(mergeLists(["a", "b"], ["a", "b", "c"], ["b", "d"])).toEqual(["b", "c", "d"]);
});
