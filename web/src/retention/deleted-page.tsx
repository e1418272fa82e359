/** What one deleted, until the day it goes for good. */
import { Button } from "@mantine/core";
import { type Icon, IconTrash, IconUsersGroup } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flat } from "@/api/pagination";
import type { DeletedItem } from "@/api/types";
import { deletedGroups, useRestoreGroup } from "@/groups/queries";
import classes from "@/items/card-row.module.css";
import { looks } from "@/items/item-kind";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { When } from "@/ui/relative-time";
import { deleted, useRestore } from "./queries";

export function DeletedPage() {
  return (
    <Page
      title="Deleted"
      lead="You can restore deleted items for 30 days. Then they are permanently deleted."
    >
      <Deleted />
    </Page>
  );
}

function Deleted() {
  const found = useInfiniteQuery(deleted);
  const { data: groups, isPending } = useQuery(deletedGroups);
  const restore = useRestoreGroup();
  if (found.isPending || isPending) return <Rows height={68} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const all = flat(found.data);
  if (all.length === 0 && !groups?.length && !found.hasNextPage) {
    return (
      <Empty
        icon={IconTrash}
        title="Nothing deleted"
        action={
          <Button component={Link} to="/">
            Go home
          </Button>
        }
      >
        Items you delete stay here for 30 days.
      </Empty>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {groups?.map(({ id, name, deleted_at, until }) => (
          <Row
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
          <One key={it.item.id} it={it} />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function One({ it: { item, deleted_at, until } }: { it: DeletedItem }) {
  const restore = useRestore();
  return (
    <Row
      title={item.title}
      {...looks(item)}
      at={deleted_at}
      until={until}
      pending={restore.isPending}
      restore={() => restore.mutate(item)}
    />
  );
}

interface RowProps {
  title: string;
  word: string;
  icon: Icon;
  at: string;
  until: string;
  pending: boolean;
  restore: () => void;
}

function Row({ title, word, icon: Kind, at, until, pending, restore }: RowProps) {
  return (
    <li className={classes.row}>
      <span className={classes.tile} title={word}>
        <Kind size={20} stroke={1.5} aria-label={word} />
      </span>
      <div className={classes.words}>
        <strong>{title}</strong>
        <div className={classes.meta}>
          <span>
            Deleted <When at={at} />
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
