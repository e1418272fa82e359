/** The New menu's button. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy } from "react";
import { LazyMenu } from "./lazy-menu";

const load = () => import("./new-menu-items");
const Items = lazy(load);

export function NewMenu() {
  return (
    <LazyMenu
      load={load}
      menu={Items}
      target={
        <Button h={34} px={14} leftSection={<IconPlus size={16} aria-hidden />}>
          New
        </Button>
      }
    />
  );
}
