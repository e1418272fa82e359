/** Channels: the directory, one, what is in it, following. */
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { keys } from "@/api/keys";
import { useOnce } from "@/api/once";
import { pages, whole } from "@/api/pages";
import { queryClient } from "@/api/query-client";
import type { ChannelCard, ChannelView } from "@/api/types";

/** Every channel; there are tens, not thousands, and nearly every page names some. */
export const channels = queryOptions({
  queryKey: keys.channels,
  queryFn: () => whole((after) => got(api.GET("/api/channels", { params: { query: { after } } }))),
  staleTime: 5 * 60_000,
});

export const channel = (id: string) =>
  queryOptions({
    queryKey: keys.channel(id),
    queryFn: () => got(api.GET("/api/channels/{channel}", { params: { path: { channel: id } } })),
  });

export const channelItems = (id: string) =>
  pages(keys.channelItems(id), (after) =>
    got(
      api.GET("/api/channels/{channel}/items", {
        params: { path: { channel: id }, query: { after } },
      }),
    ),
  );

/** Names of channels by id, as far as they are known. */
export function useChannelNames(): Map<string, string> {
  const { data } = useQuery({
    ...channels,
    select: (all) => new Map(all.map((it) => [it.id, it.name])),
  });
  return data ?? new Map();
}

function forget() {
  return queryClient.invalidateQueries({ queryKey: keys.channels });
}

export function useOpenChannel() {
  const once = useOnce();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: { name: string; about: string }) =>
      got(api.POST("/api/channels", { params: { header: once.header() }, body })),
    onSuccess: () => {
      once.done();
      return forget();
    },
  });
}

export function useChangeChannel(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { name: string; about: string }) =>
      got(
        api.PATCH("/api/channels/{channel}", {
          params: { path: { channel: of.id }, header: ifMatch(of.version) },
          body,
        }),
      ),
    onSuccess: forget,
  });
}

/** Follow or not; shown at once, taken back if the server refuses. */
export function useFollow(id: string) {
  const params = { path: { channel: id } };
  return useMutation({
    mutationFn: (follow: boolean) =>
      follow
        ? got(api.PUT("/api/channels/{channel}/follow", { params }))
        : got(api.DELETE("/api/channels/{channel}/follow", { params })),
    onMutate: (follow) => show(id, follow),
    onError: (_error, follow) => show(id, !follow),
    onSettled: () => {
      void forget();
      void queryClient.invalidateQueries({ queryKey: keys.feed });
    },
  });
}

function show(id: string, followed: boolean) {
  queryClient.setQueryData<ChannelCard[]>(keys.channels, (all) =>
    all?.map((it) => (it.id === id ? { ...it, followed } : it)),
  );
  queryClient.setQueryData<ChannelView>(keys.channel(id), (it) =>
    it && it.followed !== followed
      ? { ...it, followed, followers: it.followers + (followed ? 1 : -1) }
      : it,
  );
}
