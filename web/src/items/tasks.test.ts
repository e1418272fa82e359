import { expect, it } from "vitest";
import { toggleTask } from "./tasks";

const NOTE = `- [ ] Mix
- [x] Dip

\`\`\`
- [ ] not a task
\`\`\`
1. [ ] Fire
`;

it("a box is ticked, and not any more", () => {
  expect(toggleTask(NOTE, 0)).toContain("- [x] Mix");
  expect(toggleTask(NOTE, 1)).toContain("- [ ] Dip");
  expect(toggleTask(toggleTask(NOTE, 2), 2)).toBe(NOTE);
});

it("what stands in code is no task", () => {
  expect(toggleTask(NOTE, 2)).toContain("1. [x] Fire");
  expect(toggleTask(NOTE, 2)).toContain("- [ ] not a task");
});
