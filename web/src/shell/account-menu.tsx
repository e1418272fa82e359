/** The account menu's button. */
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useMembership } from "@/identity/queries";
import { profile } from "@/people/queries";
import { Avatar } from "@/ui/avatar";
import { LazyMenu } from "./lazy-menu";
import classes from "./sidebar.module.css";

const load = () => import("./account-items");
const Items = lazy(load);

export function AccountMenu() {
  const { name } = useMembership();
  const { data } = useQuery(profile);
  return (
    <LazyMenu
      load={load}
      menu={Items}
      target={
        <button type="button" className={classes.menuButton}>
          <Avatar name={data?.name ?? name} photo={data?.photo} size={26} />
          <span className={classes.name}>{data?.name ?? name}</span>
          <IconDots size={16} aria-label="Account menu" />
        </button>
      }
    />
  );
}
