/** The list under the bell. Opening it marks notifications as seen. */
import { Popover, Title } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { cloneElement, type ReactElement, type Ref, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { Notice } from "@/api/types";
import { Avatar } from "@/ui/avatar";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { RelativeTime } from "@/ui/relative-time";
import { notificationText, notificationUrl } from "./labels";
import classes from "./notifications.module.css";
import { notifications, useMarkSeen } from "./queries";

interface Button {
  ref?: Ref<HTMLButtonElement>;
  onClick?: () => void;
}

export default function NotificationPopover({ target }: { target: ReactElement }) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpened(true), []);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width="min(380px, calc(100vw - 24px))"
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal={false}
    >
      <Popover.Target>
        {cloneElement(target as ReactElement<Button>, {
          ref: button,
          onClick: () => setOpened(!opened),
        })}
      </Popover.Target>
      <Popover.Dropdown className={classes.list} aria-label="Notifications">
        <Title order={2} className={classes.title} tabIndex={-1} data-autofocus>
          Notifications
        </Title>
        {opened && <NotificationList close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function NotificationList({ close }: { close: () => void }) {
  const found = useInfiniteQuery({ ...notifications, staleTime: 0 });
  const { mutate: see } = useMarkSeen();
  const newest = found.data?.pages[0];
  const until = newest && "as_of" in newest ? String(newest.as_of) : undefined;
  const current = found.isFetchedAfterMount ? until : undefined;
  useEffect(() => {
    if (current) see(current);
  }, [current, see]);
  if (found.isPending) return <ListSkeleton count={3} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const all = flattenPages(found.data);
  if (all.length === 0) {
    return (
      <EmptyState icon={IconBell} title="No notifications yet">
        Mentions, replies and requests appear here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.rows}>
        {all.map((it) => (
          <NotificationRow key={it.id} it={it} close={close} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function NotificationRow({ it, close }: { it: Notice; close: () => void }) {
  return (
    <li>
      <Link to={notificationUrl(it)} className={classes.row} onClick={close}>
        <Avatar name={it.by?.name ?? "Sharewell"} size={30} />
        <span className={classes.text}>
          <span className={it.unread ? classes.unread : undefined}>{notificationText(it)}</span>
          <span className={classes.subject}>{it.title}</span>
          <span className={classes.time}>
            <RelativeTime at={it.at} />
            {it.unread && " · new"}
          </span>
        </span>
      </Link>
    </li>
  );
}
