/** The bell, with a mark for new notifications. */
import { ActionIcon, Indicator } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { LazyMenu } from "@/shell/lazy-menu";
import { unreadNotifications } from "./queries";

const load = () => import("./notification-list");
const List = lazy(load);

export function NotificationBell() {
  const some = useQuery(unreadNotifications).data?.unread ?? false;
  return (
    <LazyMenu
      load={load}
      menu={List}
      target={
        <ActionIcon aria-label={some ? "Notifications, new" : "Notifications"}>
          <Indicator disabled={!some} size={8} offset={2} color="orange">
            <IconBell size={19} aria-hidden />
          </Indicator>
        </ActionIcon>
      }
    />
  );
}
