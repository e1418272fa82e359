/** Whom an item helped, and who reacted in another way. */
import { SegmentedControl, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { flat } from "@/api/pagination";
import type { OpenedItem, Reaction } from "@/api/types";
import { Face } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import classes from "./item-page.module.css";
import { LOOKS } from "./reaction-labels";
import { whoReacted } from "./reactions";

export function WhoDialog({ it, close }: { it: OpenedItem; close: () => void }) {
  const given = (Object.keys(LOOKS) as Reaction[]).filter((one) => (it.reactions[one] ?? 0) > 0);
  const [chosen, setChosen] = useState<Reaction>(given[0] ?? "helped");
  return (
    <Dialog onClose={close} title={LOOKS[chosen].word}>
      <Stack>
        {given.length > 1 && (
          <SegmentedControl
            aria-label="Reaction"
            value={chosen}
            onChange={(one) => setChosen(one as Reaction)}
            data={given.map((one) => {
              const { word, icon: Picture } = LOOKS[one];
              return { value: one, label: <Picture size={17} aria-label={word} /> };
            })}
          />
        )}
        <People id={it.id} reaction={chosen} />
      </Stack>
    </Dialog>
  );
}

function People({ id, reaction }: { id: string; reaction: Reaction }) {
  const found = useInfiniteQuery(whoReacted(id, reaction));
  if (found.isPending) return <Rows count={3} height={36} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  return (
    <Stack gap={6}>
      {flat(found.data).map((who) => (
        <div key={who.id}>
          <Link to={`/people/${who.id}`} className={classes.person}>
            <Face name={who.name} size={26} />
            {who.name}
          </Link>
        </div>
      ))}
      <More list={found} />
    </Stack>
  );
}
