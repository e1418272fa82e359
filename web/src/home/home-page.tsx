/** Home: new items in followed channels and groups, with unread marks. */
import { Anchor, Button } from "@mantine/core";
import { IconBell, IconChecks } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import { formatDue, urgency } from "@/assignments/due-dates";
import { isActionable, myAssignments } from "@/assignments/my-assignments";
import { useMembership } from "@/identity/queries";
import { ItemList } from "@/items/card-list";
import { EmptyState } from "@/ui/empty-state";
import { Page } from "@/ui/page";
import { DropArea } from "@/uploads/drop-area";
import { feed, useMarkAllRead, useUnread } from "./queries";

export function HomePage() {
  const { name } = useMembership();
  return (
    <Page
      title="Home"
      lead={
        <>
          {greeting(new Date().getHours())}, {name.split(" ")[0]}. <AssignmentSummary />
        </>
      }
      actions={<MarkAllRead />}
    >
      <DropArea channels={[]} />
      <ItemList
        list={feed}
        empty={
          <EmptyState
            icon={IconBell}
            title="Follow channels to fill this page"
            action={
              <Button component={Link} to="/channels">
                Choose channels
              </Button>
            }
          >
            New items in the channels you follow appear here.
          </EmptyState>
        }
      />
    </Page>
  );
}

function greeting(hour: number): string {
  if (hour < 12) return "Good morning";
  return hour < 18 ? "Good afternoon" : "Good evening";
}

/** How many open assignments the member has, and how soon they are due. */
function AssignmentSummary() {
  const { data } = useInfiniteQuery(myAssignments(false));
  const open = flattenPages(data).filter(isActionable);
  const [first] = open;
  if (!first) return null;
  const count = `${open.length}${data?.pages.at(-1)?.next ? "+" : ""} ${open.length > 1 ? "things" : "thing"} to do`;
  const overdue = open.filter((it) => urgency(it.due, it.zone) === "late").length;
  const detail = overdue > 0 ? `${overdue} overdue` : `due ${formatDue(first.due, first.zone)}`;
  return (
    <Anchor component={Link} to="/assignments">
      {`${count}, ${open.length > 1 && overdue === 0 ? "the first " : ""}${detail}.`}
    </Anchor>
  );
}

function MarkAllRead() {
  const unread = useUnread();
  const { data } = useInfiniteQuery(feed);
  const [newest] = flattenPages(data);
  const markAll = useMarkAllRead();
  if (data && !newest) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconChecks size={16} aria-hidden />}
      disabled={!newest || !unread?.count}
      onClick={() => newest && markAll.mutate({ newest: newest.id, before: unread?.upto ?? null })}
    >
      Mark all read
    </Button>
  );
}
