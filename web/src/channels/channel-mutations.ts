/** What those who tend a channel can do with it. */
import { useMutation } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
import type { ChannelChange, ChannelView } from "@/api/types";
import { sayUndoable } from "@/ui/toast";
import { forgetChannels } from "./queries";

const AS_IT_IS: ChannelChange = { name: null, about: null, discussion: null, archived: null };

function keep(it: ChannelView) {
  queryClient.setQueryData(keys.channel(it.id), it);
  return forgetChannels();
}

export function useChangeChannel(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: Partial<ChannelChange>) => change(of, body),
    onSuccess: keep,
  });
}

function change(of: ChannelView, body: Partial<ChannelChange>) {
  return got(
    api.PATCH("/api/channels/{channel}", {
      params: { path: { channel: of.id }, header: ifMatch(of.version) },
      body: { ...AS_IT_IS, ...body },
    }),
  );
}

/** Archive a channel, which can be undone, or bring it back. */
export function useArchive(of: ChannelView) {
  return useMutation({
    mutationFn: (archived: boolean) => change(of, { archived }),
    onSuccess: async (now, archived) => {
      await keep(now);
      if (archived) {
        sayUndoable(`#${of.name} was archived.`, async () => {
          await keep(await change(now, { archived: false }));
        });
      }
    },
  });
}

export function useNameCurators(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (members: string[]) =>
      got(
        api.PUT("/api/channels/{channel}/curators", {
          params: { path: { channel: of.id }, header: ifMatch(of.version) },
          body: { members },
        }),
      ),
    onSuccess: keep,
  });
}

/** Pin just these items, in this order; shown at once, taken back if the server refuses. */
export function usePin(of: ChannelView) {
  const key = keys.channel(of.id);
  const show = (pinned: string[]) =>
    queryClient.setQueryData<ChannelView>(key, (it) => it && { ...it, pinned });
  return useMutation({
    mutationFn: (items: string[]) =>
      got(
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

export function useMerge(of: ChannelView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (into: string) =>
      got(
        api.POST("/api/channels/{channel}/merge", {
          params: { path: { channel: of.id } },
          body: { into },
        }),
      ),
    onSuccess: keep,
  });
}
