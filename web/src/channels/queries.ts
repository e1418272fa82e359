/** Channel queries and following. Curators' mutations are in channel-mutations.ts. */
import { keepPreviousData, queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useIdempotencyKey } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { fetchAllPages, paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ChannelCard, ChannelView, NewChannel } from "@/api/types";

/** All channels; there are tens, not thousands, and nearly every page names some. */
export const channels = queryOptions({
  queryKey: keys.channels,
  queryFn: () =>
    fetchAllPages((after) => unwrap(api.GET("/api/channels", { params: { query: { after } } }))),
  staleTime: 5 * 60_000,
});

export const channel = (id: string) =>
  queryOptions({
    queryKey: keys.channel(id),
    queryFn: () =>
      unwrap(api.GET("/api/channels/{channel}", { params: { path: { channel: id } } })),
    // While it is being merged, polls the progress.
    refetchInterval: ({ state }) => (state.data?.is_merging ? 2000 : false),
  });

/** The channel with this current or former name. */
export const channelByName = (name: string) =>
  queryOptions({
    queryKey: keys.channelByName(name),
    queryFn: () => unwrap(api.GET("/api/channel-names", { params: { query: { name } } })),
  });

/** The pinned items of a channel, in order. */
export const channelPinned = (ids: string[]) =>
  queryOptions({
    queryKey: keys.channelPinned(ids),
    enabled: ids.length > 0,
    queryFn: async () =>
      (await unwrap(api.GET("/api/items", { params: { query: { id: ids } } }))).items,
  });

export const channelItems = (id: string) =>
  paginatedQuery(keys.channelItems(id), (after) =>
    unwrap(
      api.GET("/api/channels/{channel}/items", {
        params: { path: { channel: id }, query: { after } },
      }),
    ),
  );

/** The highlights on a channel's page. */
export const channelHighlights = (id: string) =>
  queryOptions({
    queryKey: keys.channelHighlights(id),
    queryFn: () =>
      unwrap(api.GET("/api/channels/{channel}/highlights", { params: { path: { channel: id } } })),
  });

/** How much of a draft is sent for suggestions. */
const MAX_DRAFT_LENGTH = 1000;

/** Suggests channels for a draft. */
export const suggestedChannels = (draft: string) =>
  queryOptions({
    queryKey: keys.suggestedChannels(draft),
    enabled: draft.trim().length > 2,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/channel-suggestions", {
            params: { query: { q: draft.slice(0, MAX_DRAFT_LENGTH) } },
            signal,
          }),
        )
      ).items,
  });

/** Known channel names by id. */
export function useChannelNames(): Map<string, string> {
  const { data } = useQuery({
    ...channels,
    select: (all) => new Map(all.map((it) => [it.id, it.name])),
  });
  return data ?? new Map();
}

export function invalidateChannels() {
  return queryClient.invalidateQueries({ queryKey: keys.channels });
}

export function useCreateChannel() {
  const once = useIdempotencyKey();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: NewChannel) =>
      unwrap(api.POST("/api/channels", { params: { header: once.header() }, body })),
    onSuccess: () => {
      once.done();
      return invalidateChannels();
    },
  });
}

/** Follows or unfollows; optimistic, rolled back on error. */
export function useFollow(id: string) {
  const params = { path: { channel: id } };
  return useMutation({
    mutationFn: (follow: boolean) =>
      follow
        ? unwrap(api.PUT("/api/channels/{channel}/follow", { params }))
        : unwrap(api.DELETE("/api/channels/{channel}/follow", { params })),
    onMutate: (follow) => updateCachedFollow(id, follow),
    onError: (_error, follow) => updateCachedFollow(id, !follow),
    onSettled: () => {
      void invalidateChannels();
      void queryClient.invalidateQueries({ queryKey: keys.feed });
      void queryClient.invalidateQueries({ queryKey: keys.unreadItems });
    },
  });
}

function updateCachedFollow(id: string, followed: boolean) {
  queryClient.setQueryData<ChannelCard[]>(keys.channels, (all) =>
    all?.map((it) => (it.id === id ? { ...it, followed } : it)),
  );
  queryClient.setQueryData<ChannelView>(keys.channel(id), (it) =>
    it && it.followed !== followed
      ? { ...it, followed, followers: it.followers + (followed ? 1 : -1) }
      : it,
  );
}
