import type { Role } from "@/api/types";

/** The roles, with their labels. */
export const ROLES = [
  { value: "member", label: "Member" },
  { value: "curator", label: "Curator" },
  { value: "admin", label: "Admin" },
];

export function roleLabel(role: Role): string {
  return ROLES.find(({ value }) => value === role)?.label ?? role;
}

/** "a curator", "an admin". */
export function roleName(role: Role): string {
  return role === "admin" ? "an admin" : `a ${role}`;
}
