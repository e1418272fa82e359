import { expect, it } from "vitest";
import { ticked } from "./tasks";

const NOTE = `- [ ] Mix
- [x] Dip

\`\`\`
- [ ] not a task
\`\`\`
1. [ ] Fire
`;

it("a box is ticked, and not any more", () => {
  expect(ticked(NOTE, 0)).toContain("- [x] Mix");
  expect(ticked(NOTE, 1)).toContain("- [ ] Dip");
  expect(ticked(ticked(NOTE, 2), 2)).toBe(NOTE);
});

it("what stands in code is no task", () => {
  expect(ticked(NOTE, 2)).toContain("1. [x] Fire");
  expect(ticked(NOTE, 2)).toContain("- [ ] not a task");
});
