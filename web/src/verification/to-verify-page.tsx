/** Items to verify: due or due soon, the oldest first. */
import { Button, Group, Text } from "@mantine/core";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flattenPages } from "@/api/pagination";
import { ItemRow } from "@/items/card-row";
import classes from "@/items/card-row.module.css";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { dueVerifications, useVerifyItem } from "./queries";
import { isStale } from "./verification-badge";

export function ToVerifyPage() {
  return (
    <Page
      title="To verify"
      lead="Items you verify that are due. Open each and confirm it is still correct."
    >
      <ToVerifyList />
    </Page>
  );
}

function ToVerifyList() {
  const found = useInfiniteQuery(dueVerifications);
  const verify = useVerifyItem();
  if (found.isPending) return <ListSkeleton height={68} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const cards = flattenPages(found.data).filter(
    ({ id }) => id !== verify.variables?.id || verify.isError,
  );
  if (cards.length === 0 && !found.hasNextPage) {
    return (
      <EmptyState icon={IconRosetteDiscountCheck} title="Nothing to verify">
        Items you verify appear here two weeks before they are due.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {cards.map((card) => (
          <ItemRow
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
      <LoadMore list={found} />
    </>
  );
}

function day(at: string): string {
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}
