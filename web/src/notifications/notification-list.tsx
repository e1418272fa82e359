/** The list under the bell. Opening it is seeing what is in it. */
import { Popover, Title } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { cloneElement, type ReactElement, type Ref, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { flat } from "@/api/pagination";
import type { Notice } from "@/api/types";
import { Face } from "@/ui/avatar";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { When } from "@/ui/relative-time";
import { addressOf, sentence } from "./labels";
import classes from "./notifications.module.css";
import { notices, useSee } from "./queries";

interface Button {
  ref?: Ref<HTMLButtonElement>;
  onClick?: () => void;
}

export default function NoticeList({ target }: { target: ReactElement }) {
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
        {opened && <Some close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Some({ close }: { close: () => void }) {
  const found = useInfiniteQuery({ ...notices, staleTime: 0 });
  const { mutate: see } = useSee();
  const newest = found.data?.pages[0];
  const until = newest && "as_of" in newest ? String(newest.as_of) : undefined;
  const current = found.isFetchedAfterMount ? until : undefined;
  useEffect(() => {
    if (current) see(current);
  }, [current, see]);
  if (found.isPending) return <Rows count={3} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const all = flat(found.data);
  if (all.length === 0) {
    return (
      <Empty icon={IconBell} title="No notifications yet">
        Mentions, replies and requests appear here.
      </Empty>
    );
  }
  return (
    <>
      <ul className={classes.rows}>
        {all.map((it) => (
          <Line key={it.id} it={it} close={close} />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function Line({ it, close }: { it: Notice; close: () => void }) {
  return (
    <li>
      <Link to={addressOf(it)} className={classes.row} onClick={close}>
        <Face name={it.by?.name ?? "Sharewell"} size={30} />
        <span className={classes.words}>
          <span className={it.unread ? classes.unread : undefined}>{sentence(it)}</span>
          <span className={classes.about}>{it.title}</span>
          <span className={classes.when}>
            <When at={it.at} />
            {it.unread && " · new"}
          </span>
        </span>
      </Link>
    </li>
  );
}
