/** Groups in words: their kinds, who may know of them, and why somebody is in one. */
import type { GroupMember, GroupView } from "@/api/types";

export const KINDS = [
  { value: "team", label: "Team" },
  { value: "project", label: "Project" },
  { value: "community", label: "Community" },
  { value: "practice", label: "Practice" },
] as const;

export const VISIBILITIES = [
  { value: "open", label: "Open", says: "Everybody here finds it and may join." },
  { value: "request", label: "On request", says: "Everybody here finds it and may ask to join." },
  { value: "private", label: "Private", says: "Only those in it or asked in know of it." },
  {
    value: "secret",
    label: "Secret",
    says: "As private, and no search or suggestion ever shows its name.",
  },
] as const;

export const ROLES = [
  { value: "lead", label: "Lead" },
  { value: "member", label: "Member" },
  { value: "observer", label: "Observer" },
] as const;

export function kindOf(value: GroupView["kind"]): string {
  return KINDS.find((it) => it.value === value)?.label ?? value;
}

export function visibilityOf(value: GroupView["visibility"]): string {
  return VISIBILITIES.find((it) => it.value === value)?.label ?? value;
}

export function roleOf(value: GroupMember["role"]): string {
  return ROLES.find((it) => it.value === value)?.label ?? value;
}

/** Why somebody is in a group; `rule` is the group's, in words. */
export function because({ way, by }: GroupMember["why"], rule: string | null): string {
  const who = by ? `, by ${by}` : "";
  switch (way) {
    case "made":
      return "made the group";
    case "rule":
      return rule ? `rule: ${rule}` : "by a rule that is off now";
    case "joined":
      return "joined";
    case "asked":
      return `asked to join${by ? `, let in by ${by}` : ""}`;
    case "invited":
      return `invited${who}`;
    default:
      return `by hand${who}`;
  }
}
