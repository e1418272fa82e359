/** The organisation menu's button. */
import { IconSelector } from "@tabler/icons-react";
import { lazy } from "react";
import { useMembership } from "@/identity/queries";
import { Logo } from "@/ui/logo";
import { LazyMenu } from "./lazy-menu";
import classes from "./sidebar.module.css";

const load = () => import("./organisation-items");
const Items = lazy(load);

export function OrganisationMenu() {
  const { organisation_name } = useMembership();
  return (
    <LazyMenu
      load={load}
      menu={Items}
      target={
        <button type="button" className={classes.menuButton}>
          <Logo size={24} />
          <span className={classes.name}>{organisation_name}</span>
          <IconSelector size={15} aria-label="Change organisation" />
        </button>
      }
    />
  );
}
