/** A list of items, newest first; polls while files are being processed. */
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from "@tanstack/react-query";
import type { ReactNode } from "react";
import { flattenPages, type paginatedQuery } from "@/api/pagination";
import type { Card, Page } from "@/api/types";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { ItemRow } from "./card-row";
import classes from "./card-row.module.css";
import { isProcessing } from "./queries";

interface Props<C extends Card> {
  list: ReturnType<typeof paginatedQuery<C>>;
  /** The channel of the current page, which rows need not name. */
  currentChannel?: string;
  /** Actions on a card, at the end of its row. */
  action?: (card: C) => ReactNode;
  empty: ReactNode;
}

export function ItemList<C extends Card>({ list, currentChannel, action, empty }: Props<C>) {
  const found: UseInfiniteQueryResult<InfiniteData<Page<C>>> = useInfiniteQuery({
    ...list,
    refetchInterval: ({ state }) =>
      flattenPages(state.data).some((it) => isProcessing(it.state)) ? 3000 : false,
  });
  if (found.isPending) return <ListSkeleton height={68} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const cards = flattenPages(found.data);
  if (cards.length === 0) return empty;
  return (
    <>
      <ul className={classes.list}>
        {cards.map((card) => (
          <ItemRow
            key={card.id}
            card={card}
            currentChannel={currentChannel}
            action={action?.(card)}
          />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}
