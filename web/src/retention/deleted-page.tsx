/** The member's deleted items and groups, until they are deleted permanently. */
import { Button } from "@mantine/core";
import { type Icon, IconTrash, IconUsersGroup } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { DeletedItem } from "@/api/types";
import { deletedGroups, useRestoreGroup } from "@/groups/queries";
import classes from "@/items/card-row.module.css";
import { itemKind } from "@/items/item-kind";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { RelativeTime } from "@/ui/relative-time";
import { deletedItems, useRestoreItem } from "./queries";

export function DeletedPage() {
  return (
    <Page
      title="Deleted"
      lead="You can restore deleted items for 30 days. Then they are permanently deleted."
    >
      <DeletedList />
    </Page>
  );
}

function DeletedList() {
  const found = useInfiniteQuery(deletedItems);
  const { data: groups, isPending } = useQuery(deletedGroups);
  const restore = useRestoreGroup();
  if (found.isPending || isPending) return <ListSkeleton height={68} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const all = flattenPages(found.data);
  if (all.length === 0 && !groups?.length && !found.hasNextPage) {
    return (
      <EmptyState
        icon={IconTrash}
        title="Nothing deleted"
        action={
          <Button component={Link} to="/">
            Go home
          </Button>
        }
      >
        Items you delete stay here for 30 days.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {groups?.map(({ id, name, deleted_at, restorable_until: until }) => (
          <DeletedRow
            key={id}
            title={name}
            word="Group"
            icon={IconUsersGroup}
            at={deleted_at}
            until={until}
            pending={restore.isPending && restore.variables.id === id}
            restore={() => restore.mutate({ id })}
          />
        ))}
        {all.map((it) => (
          <DeletedItemRow key={it.item.id} it={it} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function DeletedItemRow({
  it: { item, deleted_at, restorable_until: until },
}: {
  it: DeletedItem;
}) {
  const restore = useRestoreItem();
  return (
    <DeletedRow
      title={item.title}
      {...itemKind(item)}
      at={deleted_at}
      until={until}
      pending={restore.isPending}
      restore={() => restore.mutate(item)}
    />
  );
}

interface DeletedRowProps {
  title: string;
  word: string;
  icon: Icon;
  at: string;
  until: string;
  pending: boolean;
  restore: () => void;
}

function DeletedRow({ title, word, icon: Kind, at, until, pending, restore }: DeletedRowProps) {
  return (
    <li className={classes.row}>
      <span className={classes.thumbnail} title={word}>
        <Kind size={20} stroke={1.5} aria-label={word} />
      </span>
      <div className={classes.text}>
        <strong>{title}</strong>
        <div className={classes.meta}>
          <span>
            Deleted <RelativeTime at={at} />
          </span>
          <span>Deleted permanently on {day(until)}</span>
        </div>
      </div>
      <div className={classes.action}>
        <Button
          size="compact-md"
          variant="default"
          aria-label={`Restore “${title}”`}
          loading={pending}
          onClick={restore}
        >
          Restore
        </Button>
      </div>
    </li>
  );
}

function day(at: string): string {
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}
