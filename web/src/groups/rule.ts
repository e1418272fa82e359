/** A rule as it is built on the screen, and as the API takes it. */
import type { GroupRule } from "@/api/types";

export interface Part {
  key: number;
  field: "department" | "location" | "role";
  not: boolean;
  among: string[];
}

export interface Built {
  mode: "all" | "any";
  parts: Part[];
}

let keys = 0;

export function blank(): Part {
  keys += 1;
  return { key: keys, field: "department", not: false, among: [] };
}

export function begun(): Built {
  return { mode: "all", parts: [blank()] };
}

type Takes = GroupRule["takes"];

/** The rule, or null as long as a condition names nothing. */
export function ruleOf({ mode, parts }: Built): GroupRule | null {
  if (parts.some((it) => it.among.length === 0)) return null;
  const each = parts.map(({ field, not, among }): Takes => {
    const condition = { field, among };
    return not ? { none: [condition] } : condition;
  });
  const [only] = each;
  if (only && each.length === 1) return { takes: only };
  return { takes: mode === "all" ? { all: each } : { any: each } };
}

/** The same backwards; null for a rule that is deeper than the screen shows. */
export function builtOf(rule: GroupRule): Built | null {
  const { takes } = rule;
  const several = "all" in takes ? takes.all : "any" in takes ? takes.any : [takes];
  const parts: Part[] = [];
  for (const it of several) {
    const inner = "none" in it ? (it.none.length === 1 ? it.none[0] : undefined) : it;
    if (!inner || !("field" in inner)) return null;
    parts.push({ ...blank(), field: inner.field, among: inner.among, not: "none" in it });
  }
  return { mode: "any" in takes ? "any" : "all", parts };
}
