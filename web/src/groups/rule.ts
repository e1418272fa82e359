/** A rule as it is built on the screen, and as the API takes it. */
import type { GroupRule } from "@/api/types";

/** One thing that is so, or not. */
export interface Part {
  key: number;
  field: "department" | "location" | "role";
  not: boolean;
  among: string[];
}

/** Several that go together. */
export interface Built {
  key: number;
  mode: "all" | "any" | "none";
  parts: (Part | Built)[];
}

/** How deep the API lets rules stand within each other, the outermost and its conditions counted. */
export const DEEPEST = 4;
export const MOST_CONDITIONS = 12;

let keys = 0;

export function blank(): Part {
  keys += 1;
  return { key: keys, field: "department", not: false, among: [] };
}

export function bracket(mode: Built["mode"], parts: Built["parts"] = [blank()]): Built {
  keys += 1;
  return { key: keys, mode, parts };
}

export function begun(): Built {
  return bracket("all");
}

export function isBracket(it: Part | Built): it is Built {
  return "parts" in it;
}

export function conditionsOf(it: Part | Built): number {
  return isBracket(it) ? it.parts.reduce((sum, part) => sum + conditionsOf(part), 0) : 1;
}

type Takes = GroupRule["takes"];

/** The rule, or null as long as a condition names nothing. */
export function ruleOf(built: Built): GroupRule | null {
  const takes = takesOf(built);
  return takes && { takes };
}

function takesOf(it: Part | Built): Takes | null {
  if (!isBracket(it)) {
    const condition = { field: it.field, among: it.among };
    if (it.among.length === 0) return null;
    return it.not ? { none: [condition] } : condition;
  }
  const each = it.parts.map(takesOf).filter((part) => part !== null);
  const [only] = each;
  if (!only || each.length < it.parts.length) return null;
  if (it.mode === "none") return { none: each };
  if (each.length === 1) return only;
  return it.mode === "all" ? { all: each } : { any: each };
}

/** The same backwards. */
export function builtOf({ takes }: GroupRule): Built {
  const it = partOf(takes);
  return isBracket(it) ? it : bracket("all", [it]);
}

function partOf(takes: Takes): Part | Built {
  if ("field" in takes) return { ...blank(), field: takes.field, among: takes.among };
  if ("all" in takes) return bracket("all", takes.all.map(partOf));
  if ("any" in takes) return bracket("any", takes.any.map(partOf));
  const [only] = takes.none;
  if (only && takes.none.length === 1 && "field" in only) {
    return { ...blank(), field: only.field, among: only.among, not: true };
  }
  return bracket("none", takes.none.map(partOf));
}
