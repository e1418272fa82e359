import { expect, test } from "vitest";
import { toPlainText } from "./plain-text";

test("links and mentions become their text, truncated or not", () => {
  expect(toPlainText("Who, [@Ben](/people/01ABC)?")).toBe("Who, @Ben?");
  expect(toPlainText("See [the plan](/items/01A")).toBe("See the plan");
});

test("Markdown at the start of lines and around words is removed", () => {
  expect(toPlainText("# Why\n> is **it** `so`\n- hot")).toBe("Why is it so hot");
});

test("characters without a Markdown meaning stay", () => {
  expect(toPlainText("2 * 3 > 5 - 1 #kiln")).toBe("2 * 3 > 5 - 1 #kiln");
});
