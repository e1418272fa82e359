import { describe, expect, it } from "vitest";
import { clashes, decided, merged, mergedList } from "./merge";

const BASE = "# Cobalt\n\nIt runs above 1240 degrees.\n\nCool slowly.\n";

describe("two changes of one text", () => {
  it("come together where they are of different lines", () => {
    const theirs = BASE.replace("Cobalt", "Cobalt blue");
    const mine = BASE.replace("Cool slowly.", "Cool very slowly.");
    const found = merged(BASE, theirs, mine);
    expect(clashes(found)).toBe(0);
    expect(decided(found, [])).toBe(
      "# Cobalt blue\n\nIt runs above 1240 degrees.\n\nCool very slowly.\n",
    );
  });

  it("come together where they are of different words of a line", () => {
    const found = merged("a b c d e f", "A b c d e f", "a b c d e F");
    expect(decided(found, [])).toBe("A b c d e F");
  });

  it("are shown side by side where they clash", () => {
    const found = merged(BASE, BASE.replace("1240", "1250"), BASE.replace("1240", "1230"));
    expect(clashes(found)).toBe(1);
    expect(decided(found, ["theirs"])).toContain("1250");
    expect(decided(found, ["mine"])).toContain("1230");
    expect(decided(found, ["both"])).toMatch(/1250 degrees.\nIt runs above 1230/);
  });

  it("are one where both did the same", () => {
    const same = BASE.replace("1240", "1250");
    expect(merged(BASE, same, same)).toEqual([{ both: same }]);
  });
});

it("channels that one adds and the other takes away", () => {
  expect(mergedList(["a", "b"], ["a", "b", "c"], ["b", "d"])).toEqual(["b", "c", "d"]);
});
