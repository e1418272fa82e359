/** Tabs, each with its own URL. */
import { NavLink } from "react-router";
import classes from "./tabs.module.css";

interface Props {
  label: string;
  /** `end`: only this URL, none below it. */
  tabs: { to: string; label: string; end?: boolean }[];
}

export function Tabs({ label, tabs }: Props) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.end ?? false} className={classes.tab ?? ""}>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
