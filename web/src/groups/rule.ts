/** A membership rule as the builder edits it, and as the API takes it. */
import type { GroupRule } from "@/api/types";

/** One condition, possibly negated. */
export interface RuleCondition {
  key: number;
  field: "department" | "location" | "role";
  not: boolean;
  among: string[];
}

/** Several conditions combined. */
export interface RuleGroup {
  key: number;
  mode: "all" | "any" | "none";
  parts: (RuleCondition | RuleGroup)[];
}

/** The API's limit of nesting, counting the outermost group and its conditions. */
export const MAX_DEPTH = 4;
export const MAX_CONDITIONS = 12;

let lastKey = 0;

export function newCondition(): RuleCondition {
  lastKey += 1;
  return { key: lastKey, field: "department", not: false, among: [] };
}

export function newGroup(
  mode: RuleGroup["mode"],
  parts: RuleGroup["parts"] = [newCondition()],
): RuleGroup {
  lastKey += 1;
  return { key: lastKey, mode, parts };
}

export function emptyRule(): RuleGroup {
  return newGroup("all");
}

export function isGroup(it: RuleCondition | RuleGroup): it is RuleGroup {
  return "parts" in it;
}

export function countConditions(it: RuleCondition | RuleGroup): number {
  return isGroup(it) ? it.parts.reduce((sum, part) => sum + countConditions(part), 0) : 1;
}

type Condition = GroupRule["condition"];

/** Converts to the API's rule; null while a condition has no values. */
export function toRule(built: RuleGroup): GroupRule | null {
  const condition = toCondition(built);
  return condition && { condition };
}

function toCondition(it: RuleCondition | RuleGroup): Condition | null {
  if (!isGroup(it)) {
    const condition = { field: it.field, among: it.among };
    if (it.among.length === 0) return null;
    return it.not ? { none: [condition] } : condition;
  }
  const each = it.parts.map(toCondition).filter((part) => part !== null);
  const [only] = each;
  if (!only || each.length < it.parts.length) return null;
  if (it.mode === "none") return { none: each };
  if (each.length === 1) return only;
  return it.mode === "all" ? { all: each } : { any: each };
}

/** Converts from the API's rule. */
export function fromRule({ condition }: GroupRule): RuleGroup {
  const it = fromCondition(condition);
  return isGroup(it) ? it : newGroup("all", [it]);
}

function fromCondition(takes: Condition): RuleCondition | RuleGroup {
  if ("field" in takes) return { ...newCondition(), field: takes.field, among: takes.among };
  if ("all" in takes) return newGroup("all", takes.all.map(fromCondition));
  if ("any" in takes) return newGroup("any", takes.any.map(fromCondition));
  const [only] = takes.none;
  if (only && takes.none.length === 1 && "field" in only) {
    return { ...newCondition(), field: only.field, among: only.among, not: true };
  }
  return newGroup("none", takes.none.map(fromCondition));
}
