/** Who reacted to an item, by reaction. */
import { SegmentedControl, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { OpenedItem, Reaction } from "@/api/types";
import { Avatar } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import classes from "./item-page.module.css";
import { REACTION_LABELS } from "./reaction-labels";
import { whoReacted } from "./reactions";

export function ReactorsDialog({ it, close }: { it: OpenedItem; close: () => void }) {
  const given = (Object.keys(REACTION_LABELS) as Reaction[]).filter(
    (one) => (it.reactions[one] ?? 0) > 0,
  );
  const [chosen, setChosen] = useState<Reaction>(given[0] ?? "helped");
  return (
    <Dialog onClose={close} title={REACTION_LABELS[chosen].word}>
      <Stack>
        {given.length > 1 && (
          <SegmentedControl
            aria-label="Reaction"
            value={chosen}
            onChange={(one) => setChosen(one as Reaction)}
            data={given.map((one) => {
              const { word, icon: Picture } = REACTION_LABELS[one];
              return { value: one, label: <Picture size={17} aria-label={word} /> };
            })}
          />
        )}
        <Reactors id={it.id} reaction={chosen} />
      </Stack>
    </Dialog>
  );
}

function Reactors({ id, reaction }: { id: string; reaction: Reaction }) {
  const found = useInfiniteQuery(whoReacted(id, reaction));
  if (found.isPending) return <ListSkeleton count={3} height={36} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  return (
    <Stack gap={6}>
      {flattenPages(found.data).map((who) => (
        <div key={who.id}>
          <Link to={`/people/${who.id}`} className={classes.person}>
            <Avatar name={who.name} size={26} />
            {who.name}
          </Link>
        </div>
      ))}
      <LoadMore list={found} />
    </Stack>
  );
}
