import { expect, test } from "vitest";
import type { GroupRule } from "@/api/types";
import { countConditions, emptyRule, fromRule, newGroup, toRule } from "./rule";

const sales = { field: "department" as const, among: ["Sales"] };
const ulm = { field: "location" as const, among: ["Ulm", "Graz"] };

test.each<GroupRule["condition"]>([
  sales,
  { none: [sales] },
  { all: [sales, { none: [ulm] }] },
  { any: [sales, { all: [ulm, { none: [sales, ulm] }] }] },
  { none: [{ all: [sales, ulm] }, ulm] },
])("fromRule and toRule round-trip: %j", (condition) => {
  expect(toRule(fromRule({ condition }))).toEqual({ condition });
});

test("toRule unwraps groups with one condition", () => {
  const one = { ...fromRule({ condition: sales }) };
  expect(toRule(newGroup("any", [newGroup("all", one.parts)]))).toEqual({ condition: sales });
});

test("toRule returns null for a condition without values", () => {
  expect(toRule(emptyRule())).toBeNull();
  expect(
    toRule(newGroup("all", [...fromRule({ condition: sales }).parts, emptyRule()])),
  ).toBeNull();
  expect(countConditions(newGroup("all", [emptyRule(), emptyRule()]))).toBe(2);
});
