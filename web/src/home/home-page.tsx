/** Home: what is new in the channels and groups one follows; what is unread has a dot. */
import { Anchor, Button } from "@mantine/core";
import { IconBell, IconChecks } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flat } from "@/api/pages";
import { byWhen } from "@/assignments/due";
import { isOnMe, myAssignments } from "@/assignments/mine";
import { useMembership } from "@/identity/queries";
import { CardList } from "@/items/card-list";
import { Empty } from "@/ui/empty";
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
          What is new for you, {name.split(" ")[0]}. <Asked />
        </>
      }
      actions={<MarkAllRead />}
    >
      <DropArea channels={[]} />
      <CardList
        list={feed}
        empty={
          <Empty
            icon={IconBell}
            title="Your home fills with what you follow"
            action={
              <Button component={Link} to="/channels">
                Choose channels
              </Button>
            }
          >
            Follow a few channels, and what colleagues share there shows up here.
          </Empty>
        }
      />
    </Page>
  );
}

/** How much one is asked to do, and how soon. */
function Asked() {
  const { data } = useInfiniteQuery(myAssignments(false));
  const open = flat(data).filter(isOnMe);
  const [first] = open;
  if (!first) return null;
  const many = `${open.length}${data?.pages.at(-1)?.next ? "+" : ""} thing${open.length > 1 ? "s" : ""}`;
  const when = byWhen(first.due, first.zone);
  return (
    <Anchor component={Link} to="/assignments">
      {open.length > 1
        ? `You are asked for ${many}, the first ${when}.`
        : `You are asked for one thing, ${when}.`}
    </Anchor>
  );
}

function MarkAllRead() {
  const unread = useUnread();
  const { data } = useInfiniteQuery(feed);
  const [newest] = flat(data);
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
