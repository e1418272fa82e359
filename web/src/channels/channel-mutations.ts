/** Mutations for curators of a channel. */
import { useMutation } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
import type { ChannelChange, ChannelView } from "@/api/types";
import { toast } from "@/ui/toast";
import { invalidateChannels } from "./queries";

const UNCHANGED: ChannelChange = { name: null, about: null, discussion: null, archived: null };

function cacheChannel(it: ChannelView) {
  queryClient.setQueryData(keys.channel(it.id), it);
  return invalidateChannels();
}

export function useChangeChannel(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: Partial<ChannelChange>) => patchChannel(of, body),
    onSuccess: cacheChannel,
  });
}

function patchChannel(of: ChannelView, body: Partial<ChannelChange>) {
  return unwrap(
    api.PATCH("/api/channels/{channel}", {
      params: { path: { channel: of.id }, header: ifMatch(of.version) },
      body: { ...UNCHANGED, ...body },
    }),
  );
}

/** Archives or unarchives a channel; archiving can be undone. */
export function useArchiveChannel(of: ChannelView) {
  return useMutation({
    mutationFn: (archived: boolean) => patchChannel(of, { archived }),
    onSuccess: async (now, archived) => {
      await cacheChannel(now);
      if (archived) {
        toast.undoable(`#${of.name} was archived.`, async () => {
          await cacheChannel(await patchChannel(now, { archived: false }));
        });
      }
    },
  });
}

export function useSetCurators(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (members: string[]) =>
      unwrap(
        api.PUT("/api/channels/{channel}/curators", {
          params: { path: { channel: of.id }, header: ifMatch(of.version) },
          body: { members },
        }),
      ),
    onSuccess: cacheChannel,
  });
}

/** Sets the pinned items in order; optimistic, rolled back on error. */
export function useSetPinnedItems(of: ChannelView) {
  const key = keys.channel(of.id);
  const show = (pinned: string[]) =>
    queryClient.setQueryData<ChannelView>(key, (it) => it && { ...it, pinned });
  return useMutation({
    mutationFn: (items: string[]) =>
      unwrap(
        api.PUT("/api/channels/{channel}/pinned", {
          params: { path: { channel: of.id }, header: ifMatch(of.version) },
          body: { items },
        }),
      ),
    onMutate: show,
    onError: () => show(of.pinned),
    onSuccess: (it) => queryClient.setQueryData(key, it),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

export function useMergeChannel(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (into: string) =>
      unwrap(
        api.POST("/api/channels/{channel}/merge", {
          params: { path: { channel: of.id } },
          body: { into },
        }),
      ),
    onSuccess: cacheChannel,
  });
}
