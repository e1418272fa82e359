/** The feed, and marking it as read. */
import { type InfiniteData, queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { FeedCard, OpenedItem, Page, UnreadItems } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { toast } from "@/ui/toast";

type FeedPages = InfiniteData<Page<FeedCard>>;

export const feed = paginatedQuery<FeedCard>(keys.feed, (after) =>
  unwrap(api.GET("/api/feed", { params: { query: { after } } })),
);

/** The number of unread items, polled every two minutes while the tab is visible. */
export const unread = queryOptions({
  queryKey: keys.unreadItems,
  queryFn: () => unwrap(api.GET("/api/feed/unread")),
  staleTime: 60_000,
  refetchInterval: 120_000,
});

export function useUnread(): UnreadItems | undefined {
  return useQuery(unread).data;
}

/** Marks an item as read when someone other than its author opens it. */
export function useMarkRead(it: OpenedItem) {
  const { member } = useMembership();
  const { id } = it;
  const others = it.author.id !== member;
  useEffect(() => {
    if (!others) return;
    void unwrap(api.PUT("/api/items/{item}/read", { params: { path: { item: id } } }))
      .then(() => {
        updateCachedCards((card) => (card.id === id ? { ...card, unread: false } : card));
        return queryClient.invalidateQueries({ queryKey: keys.unreadItems });
      })
      .catch(() => undefined); // It stays unread and is marked on the next visit.
  }, [id, others]);
}

function putRead(upto: string | null) {
  return unwrap(api.PUT("/api/feed/read", { body: { upto } }));
}

/** Marks everything as read, up to the newest item shown. */
export function useMarkAllRead() {
  return useMutation({
    mutationFn: ({ newest }: { newest: string; before: string | null }) => putRead(newest),
    onMutate: () => {
      updateCachedCards((card) => ({ ...card, unread: false }));
      queryClient.setQueryData<UnreadItems>(
        keys.unreadItems,
        (it) => it && { ...it, count: 0, channels: [] },
      );
    },
    onSuccess: (_nothing, { before }) =>
      toast.undoable("All caught up.", async () => {
        await putRead(before);
        invalidateFeed();
      }),
    onSettled: invalidateFeed,
  });
}

function updateCachedCards(change: (card: FeedCard) => FeedCard) {
  queryClient.setQueryData<FeedPages>(keys.feed, (list) =>
    list
      ? { ...list, pages: list.pages.map((it) => ({ ...it, items: it.items.map(change) })) }
      : list,
  );
}

function invalidateFeed() {
  void queryClient.invalidateQueries({ queryKey: keys.feed });
  void queryClient.invalidateQueries({ queryKey: keys.unreadItems });
}
