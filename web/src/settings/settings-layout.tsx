/** Frames the settings pages. */
import { Outlet } from "react-router";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";

const TABS = [
  { to: "/settings/profile", label: "Profile" },
  { to: "/settings/appearance", label: "Appearance" },
  { to: "/settings/sessions", label: "Sessions" },
  { to: "/settings/organisations", label: "Organisations" },
];

export function SettingsLayout() {
  return (
    <Page title="Settings">
      <Tabs label="Settings" tabs={TABS} />
      <Outlet />
    </Page>
  );
}
