/** The bottom navigation on phones. */
import { AppShell } from "@mantine/core";
import { IconHome, IconMenu2, IconSearch, IconTopologyRing2, IconUsers } from "@tabler/icons-react";
import { NavLink } from "react-router";
import classes from "./shell.module.css";

const TABS = [
  { to: "/", label: "Home", icon: IconHome },
  { to: "/channels", label: "Channels", icon: IconTopologyRing2 },
  { to: "/search", label: "Search", icon: IconSearch },
  { to: "/people", label: "People", icon: IconUsers },
];

export function BottomBar({ menuOpen, toggleMenu }: { menuOpen: boolean; toggleMenu: () => void }) {
  return (
    <AppShell.Footer
      component="nav"
      aria-label="Bottom navigation"
      hiddenFrom="sm"
      className={classes.bottom}
      zIndex={201}
    >
      {TABS.map(({ to, label, icon: Icon }) => (
        <NavLink key={to} to={to} end={to === "/"} className={classes.tab ?? ""}>
          <Icon size={21} stroke={1.6} aria-hidden />
          {label}
        </NavLink>
      ))}
      <button type="button" className={classes.tab} aria-expanded={menuOpen} onClick={toggleMenu}>
        <IconMenu2 size={21} stroke={1.6} aria-hidden />
        More
      </button>
    </AppShell.Footer>
  );
}
