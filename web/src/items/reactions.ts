/** Reactions: the member's own, and who reacted. */
import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { OpenedItem, Reaction } from "@/api/types";

export const whoReacted = (id: string, reaction: Reaction) =>
  paginatedQuery(keys.itemReactors(id, reaction), (after) =>
    unwrap(
      api.GET("/api/items/{item}/reactions", {
        params: { path: { item: id }, query: { reaction, after } },
      }),
    ),
  );

/** The item with these as the member's reactions. */
export function withReactions(it: OpenedItem, chosen: Reaction[]): OpenedItem {
  const reactions = { ...it.reactions };
  for (const one of chosen) {
    if (!it.my_reactions.includes(one)) reactions[one] = (reactions[one] ?? 0) + 1;
  }
  for (const one of it.my_reactions) {
    if (!chosen.includes(one)) reactions[one] = Math.max(0, (reactions[one] ?? 1) - 1);
  }
  return { ...it, reactions, my_reactions: chosen };
}

/** Toggles a reaction; optimistic. */
export function useReact(id: string) {
  const key = keys.item(id);
  return useMutation({
    scope: { id: `react ${id}` },
    onMutate: (reaction: Reaction) => {
      queryClient.setQueryData<OpenedItem>(key, (it) => {
        if (!it) return it;
        const has = it.my_reactions.includes(reaction);
        const chosen = it.my_reactions.filter((one) => one !== reaction);
        return withReactions(it, has ? chosen : [...chosen, reaction]);
      });
    },
    // Sends the whole selection: taps during a request go with the next.
    mutationFn: () =>
      unwrap(
        api.PUT("/api/items/{item}/reactions", {
          params: { path: { item: id } },
          body: { reactions: queryClient.getQueryData<OpenedItem>(key)?.my_reactions ?? [] },
        }),
      ),
    onSuccess: (_nothing, reaction) =>
      queryClient.invalidateQueries({ queryKey: keys.itemReactors(id, reaction) }),
    onError: () => queryClient.invalidateQueries({ queryKey: key, exact: true }),
  });
}

export function useSaveItem(id: string) {
  const key = keys.item(id);
  const show = (saved: boolean) =>
    queryClient.setQueryData<OpenedItem>(key, (it) => it && { ...it, is_saved: saved });
  return useMutation({
    scope: { id: `save ${id}` },
    onMutate: show,
    mutationFn: (saved: boolean) => {
      const params = { path: { item: id } };
      return saved
        ? unwrap(api.PUT("/api/items/{item}/saved", { params }))
        : unwrap(api.DELETE("/api/items/{item}/saved", { params }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.saved }),
    onError: (_error, saved) => show(!saved),
  });
}
