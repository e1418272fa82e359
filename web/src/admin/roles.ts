/** The roles, with what each may do besides what everyone may. */
export const ROLES = [
  { value: "member", label: "Member" },
  { value: "curator", label: "Curator" },
  { value: "admin", label: "Administrator" },
];
