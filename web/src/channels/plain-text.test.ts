import { expect, test } from "vitest";
import { toPlainText } from "./plain-text";

test("a link and somebody who is named are their words, cut off or not", () => {
  expect(toPlainText("Who, [@Ben](/people/01ABC)?")).toBe("Who, @Ben?");
  expect(toPlainText("See [the plan](/items/01A")).toBe("See the plan");
});

test("marks at a line's beginning and around words are left out", () => {
  expect(toPlainText("# Why\n> is **it** `so`\n- hot")).toBe("Why is it so hot");
});

test("signs that mean nothing stay", () => {
  expect(toPlainText("2 * 3 > 5 - 1 #kiln")).toBe("2 * 3 > 5 - 1 #kiln");
});
