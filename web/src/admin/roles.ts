import type { Role } from "@/api/types";

/** The roles, with what each may do besides what everyone may. */
export const ROLES = [
  { value: "member", label: "Member" },
  { value: "curator", label: "Curator" },
  { value: "admin", label: "Administrator" },
];

/** "a curator", "an administrator". */
export function roleName(role: Role): string {
  return role === "admin" ? "an administrator" : `a ${role}`;
}
