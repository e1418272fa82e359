/** The pages below a page, each with its own address. */
import { NavLink } from "react-router";
import classes from "./tabs.module.css";

interface Props {
  label: string;
  /** `end`: only this very address, none below it. */
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
