/** A long list of items, newest first, that keeps itself fresh while files in it are being read. */
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from "@tanstack/react-query";
import type { ReactNode } from "react";
import { flat, type pages } from "@/api/pagination";
import type { Card, Page } from "@/api/types";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { CardRow } from "./card-row";
import classes from "./card-row.module.css";
import { onItsWay } from "./queries";

interface Props<C extends Card> {
  list: ReturnType<typeof pages<C>>;
  /** The channel whose page this is; naming it on each row would say nothing. */
  here?: string;
  /** What can be done with a card, at the end of its line. */
  action?: (card: C) => ReactNode;
  empty: ReactNode;
}

export function CardList<C extends Card>({ list, here, action, empty }: Props<C>) {
  const found: UseInfiniteQueryResult<InfiniteData<Page<C>>> = useInfiniteQuery({
    ...list,
    refetchInterval: ({ state }) =>
      flat(state.data).some((it) => onItsWay(it.state)) ? 3000 : false,
  });
  if (found.isPending) return <Rows height={68} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const cards = flat(found.data);
  if (cards.length === 0) return empty;
  return (
    <>
      <ul className={classes.list}>
        {cards.map((card) => (
          <CardRow key={card.id} card={card} here={here} action={action?.(card)} />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}
