import { expect, test } from "vitest";
import type { GroupRule } from "@/api/types";
import { begun, bracket, builtOf, conditionsOf, ruleOf } from "./rule";

const sales = { field: "department" as const, among: ["Sales"] };
const ulm = { field: "location" as const, among: ["Ulm", "Graz"] };

test.each<GroupRule["takes"]>([
  sales,
  { none: [sales] },
  { all: [sales, { none: [ulm] }] },
  { any: [sales, { all: [ulm, { none: [sales, ulm] }] }] },
  { none: [{ all: [sales, ulm] }, ulm] },
])("a rule is built on the screen as it stands: %j", (takes) => {
  expect(ruleOf(builtOf({ takes }))).toEqual({ takes });
});

test("brackets around one condition are not needed", () => {
  const one = { ...builtOf({ takes: sales }) };
  expect(ruleOf(bracket("any", [bracket("all", one.parts)]))).toEqual({ takes: sales });
});

test("a condition that names nothing makes no rule", () => {
  expect(ruleOf(begun())).toBeNull();
  expect(ruleOf(bracket("all", [...builtOf({ takes: sales }).parts, begun()]))).toBeNull();
  expect(conditionsOf(bracket("all", [begun(), begun()]))).toBe(2);
});
