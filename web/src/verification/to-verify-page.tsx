/** What one is to verify: due already or soon, the longest due first, each with one click. */
import { Button, Group, Text } from "@mantine/core";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flat } from "@/api/pagination";
import { CardRow } from "@/items/card-row";
import classes from "@/items/card-row.module.css";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { due, useVerify } from "./queries";
import { isStale } from "./verification-badge";

export function DuePage() {
  return (
    <Page
      title="To verify"
      lead="Items you verify that are due. Open each and confirm it is still correct."
    >
      <Due />
    </Page>
  );
}

function Due() {
  const found = useInfiniteQuery(due);
  const verify = useVerify();
  if (found.isPending) return <Rows height={68} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const cards = flat(found.data).filter(({ id }) => id !== verify.variables?.id || verify.isError);
  if (cards.length === 0 && !found.hasNextPage) {
    return (
      <Empty icon={IconRosetteDiscountCheck} title="Nothing to verify">
        Items you verify appear here two weeks before they are due.
      </Empty>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {cards.map((card) => (
          <CardRow
            key={card.id}
            card={card}
            action={
              <Group gap={10}>
                {card.review_by && (
                  <Text size="sm" c="dimmed">
                    {isStale(card.review_by) ? "due since" : "due by"} {day(card.review_by)}
                  </Text>
                )}
                <Button
                  size="compact-md"
                  variant="default"
                  aria-label={`“${card.title}” is still correct`}
                  onClick={() => verify.mutate({ id: card.id })}
                >
                  Still correct
                </Button>
              </Group>
            }
          />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function day(at: string): string {
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}
