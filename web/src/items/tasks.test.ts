import { expect, it } from "vitest";
import { toggleTask } from "./tasks";

const NOTE = `- [ ] Mix
- [x] Dip

\`\`\`
- [ ] not a task
\`\`\`
1. [ ] Fire
`;

it("toggleTask checks and unchecks a box", () => {
  expect(toggleTask(NOTE, 0)).toContain("- [x] Mix");
  expect(toggleTask(NOTE, 1)).toContain("- [ ] Dip");
  expect(toggleTask(toggleTask(NOTE, 2), 2)).toBe(NOTE);
});

it("toggleTask ignores code blocks", () => {
  expect(toggleTask(NOTE, 2)).toContain("1. [x] Fire");
  expect(toggleTask(NOTE, 2)).toContain("- [ ] not a task");
});
