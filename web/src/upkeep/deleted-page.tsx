/** What one deleted, until the day it goes for good. */
import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flat } from "@/api/pages";
import type { DeletedItem } from "@/api/types";
import classes from "@/items/card-row.module.css";
import { looks } from "@/items/kind";
import { Empty } from "@/ui/empty";
import { Failure } from "@/ui/failure";
import { More } from "@/ui/more";
import { Page } from "@/ui/page";
import { Rows } from "@/ui/rows";
import { When } from "@/ui/when";
import { deleted, useRestore } from "./queries";

export function DeletedPage() {
  return (
    <Page
      title="Deleted"
      lead="What you deleted can be restored for 30 days. Then nothing of it is left, anywhere."
    >
      <Deleted />
    </Page>
  );
}

function Deleted() {
  const found = useInfiniteQuery(deleted);
  if (found.isPending) return <Rows height={68} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const all = flat(found.data);
  if (all.length === 0 && !found.hasNextPage) {
    return (
      <Empty
        icon={IconTrash}
        title="Nothing is deleted"
        action={
          <Button component={Link} to="/">
            Go home
          </Button>
        }
      >
        What you delete waits here for 30 days, in case you want it back.
      </Empty>
    );
  }
  return (
    <>
      <ul className={classes.list}>
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
  const { icon: Kind, word } = looks(item);
  return (
    <li className={classes.row}>
      <span className={classes.tile} title={word}>
        <Kind size={20} stroke={1.5} aria-label={word} />
      </span>
      <div className={classes.words}>
        <strong>{item.title}</strong>
        <div className={classes.meta}>
          <span>
            Deleted <When at={deleted_at} />
          </span>
          <span>Goes for good on {day(until)}</span>
        </div>
      </div>
      <div className={classes.action}>
        <Button
          size="compact-md"
          variant="default"
          aria-label={`Restore “${item.title}”`}
          loading={restore.isPending}
          onClick={() => restore.mutate(item)}
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
