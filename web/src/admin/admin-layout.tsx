/** Frames the admin pages; shows a notice to members without the admin role. */
import { IconLock } from "@tabler/icons-react";
import { Outlet } from "react-router";
import { useMembership } from "@/identity/queries";
import { EmptyState } from "@/ui/empty-state";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";

const TABS = [
  { to: "/admin/members", label: "Members" },
  { to: "/admin/invitations", label: "Invitations" },
];

export function AdminLayout() {
  const { role, organisation_name } = useMembership();
  if (role !== "admin") {
    return (
      <Page title="Admin">
        <EmptyState icon={IconLock} title="Admins only">
          Ask an admin of {organisation_name} if you need access.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Admin" width="wide">
      <Tabs label="Admin" tabs={TABS} />
      <Outlet />
    </Page>
  );
}
