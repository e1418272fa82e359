/** Loads the next page on scroll, or by button. */
import { Button, Center } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown };
}

export function LoadMore({ list }: Props) {
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const wanted = Boolean(entry?.isIntersecting) && list.hasNextPage && !list.isFetchingNextPage;
  useEffect(() => {
    if (wanted) list.fetchNextPage();
  }, [wanted, list]);
  if (!list.hasNextPage) return null;
  return (
    <Center ref={ref} py="md">
      <Button
        variant="subtle"
        color="gray"
        loading={list.isFetchingNextPage}
        onClick={() => list.fetchNextPage()}
      >
        Show more
      </Button>
    </Center>
  );
}
