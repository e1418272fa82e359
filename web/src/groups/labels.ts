/** Labels for kinds, visibilities, roles and membership origins. */
import type { GroupMember, GroupView } from "@/api/types";

export const KINDS = [
  { value: "team", label: "Team" },
  { value: "project", label: "Project" },
  { value: "community", label: "Community" },
  { value: "practice", label: "Practice" },
] as const;

export const VISIBILITIES = [
  { value: "open", label: "Open", description: "Everyone can find and join it." },
  {
    value: "request",
    label: "By request",
    description: "Everyone can find it and request to join.",
  },
  { value: "private", label: "Private", description: "Only members and invitees can see it." },
  {
    value: "secret",
    label: "Secret",
    description: "Like private, and hidden from search and suggestions.",
  },
] as const;

export const ROLES = [
  { value: "lead", label: "Lead" },
  { value: "member", label: "Member" },
  { value: "observer", label: "Observer" },
] as const;

export function kindLabel(value: GroupView["kind"]): string {
  return KINDS.find((it) => it.value === value)?.label ?? value;
}

export function visibilityLabel(value: GroupView["visibility"]): string {
  return VISIBILITIES.find((it) => it.value === value)?.label ?? value;
}

export function roleLabel(value: GroupMember["role"]): string {
  return ROLES.find((it) => it.value === value)?.label ?? value;
}

/** Why a member is in a group; `rule` is the text of the group's rule. */
export function membershipReason({ kind, by }: GroupMember["origin"], rule: string | null): string {
  const who = by ? ` by ${by}` : "";
  switch (kind) {
    case "created":
      return "created the group";
    case "rule":
      return rule ? `matches the rule: ${rule}` : "matched a rule that was removed";
    case "joined":
      return "joined";
    case "requested":
      return `requested to join${by ? `, approved by ${by}` : ""}`;
    case "invited":
      return `invited${who}`;
    default:
      return `added${who}`;
  }
}
