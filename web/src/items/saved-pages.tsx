/** Saved items and drafts, visible to the member only. */
import { Button } from "@mantine/core";
import { IconBookmark, IconPencil } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "react-router";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { flattenPages, paginatedQuery } from "@/api/pagination";
import type { DraftCard } from "@/api/types";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { RelativeTime } from "@/ui/relative-time";
import { Tabs } from "@/ui/tabs";
import { toast } from "@/ui/toast";
import { ItemRow } from "./card-row";
import classes from "./card-row.module.css";
import { drafts } from "./draft-queries";
import { discardDraft } from "./use-draft";

const TABS = [
  { to: "/saved/items", label: "Saved items" },
  { to: "/saved/drafts", label: "Drafts" },
];

export function SavedLayout() {
  return (
    <Page title="Saved" lead="Only you can see this page.">
      <Tabs label="Saved" tabs={TABS} />
      <Outlet />
    </Page>
  );
}

/** The list has ids; the cards have current titles, if still accessible. */
const saved = paginatedQuery(keys.saved, async (after) => {
  const list = await unwrap(api.GET("/api/saved", { params: { query: { after } } }));
  const id = list.items.map((it) => it.item);
  const cards =
    id.length > 0
      ? await unwrap(api.GET("/api/items", { params: { query: { id } } }))
      : { items: [] };
  return { items: cards.items, next: list.next };
});

export function SavedItems() {
  const found = useInfiniteQuery(saved);
  if (found.isPending) return <ListSkeleton height={68} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const cards = flattenPages(found.data);
  if (cards.length === 0 && !found.hasNextPage) {
    return (
      <EmptyState
        icon={IconBookmark}
        title="Nothing saved yet"
        action={
          <Button component={Link} to="/search" variant="default">
            Search
          </Button>
        }
      >
        Use the bookmark on an item’s page to save it for later.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {cards.map((card) => (
          <ItemRow key={card.id} card={card} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

export function DraftsPage() {
  const { data, error, refetch } = useQuery(drafts);
  if (error) return <ErrorState error={error} retry={refetch} />;
  if (!data) return <ListSkeleton height={68} />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconPencil}
        title="No drafts"
        action={
          <Button component={Link} to="/new/note" variant="default">
            Write a note
          </Button>
        }
      >
        Drafts are kept for 90 days, or until you publish or discard them.
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list}>
      {data.map((it) => (
        <DraftRow key={it.id} it={it} />
      ))}
    </ul>
  );
}

function DraftRow({ it }: { it: DraftCard }) {
  const title = it.title || "Untitled";
  return (
    <li className={classes.row}>
      <span className={classes.thumbnail}>
        <IconPencil size={20} stroke={1.5} aria-hidden />
      </span>
      <div className={classes.text}>
        <Link
          to={it.item ? `/items/${it.item}/edit` : `/new/note?draft=${it.id}`}
          className={classes.title}
        >
          {title}
        </Link>
        <div className={classes.meta}>
          {it.item ? "Edited note" : "New note"}
          <RelativeTime at={it.changed_at} />
        </div>
      </div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.beside ?? ""}
        aria-label={`Discard ${title}`}
        onClick={async () => {
          await discardDraft(it.id);
          toast.success("Draft discarded.");
        }}
      >
        Discard
      </Button>
    </li>
  );
}
