/** Groups: the lists of people that one is in, those one may join, and one of them. */
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { useOnce } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { GroupChange, GroupView, NewGroup } from "@/api/types";
import { say, sayUndoable } from "@/ui/toast";

export const groups = queryOptions({
  queryKey: keys.groups,
  queryFn: async () => (await got(api.GET("/api/groups"))).items,
  staleTime: 5 * 60_000,
});

export const openGroups = pages(keys.openGroups, (after) =>
  got(api.GET("/api/open-groups", { params: { query: { after } } })),
);

export const offers = queryOptions({
  queryKey: keys.groupOffers,
  queryFn: async () => (await got(api.GET("/api/me/group-invitations"))).items,
});

export const group = (id: string) =>
  queryOptions({
    queryKey: keys.group(id),
    queryFn: () => got(api.GET("/api/groups/{group}", { params: { path: { group: id } } })),
  });

export const groupItems = (id: string) =>
  pages(keys.groupItems(id), (after) =>
    got(
      api.GET("/api/groups/{group}/items", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

/** The names of the groups that one is in. */
export function useGroupNames(): Map<string, string> {
  const { data } = useQuery(groups);
  return new Map(data?.map((it) => [it.id, it.name]));
}

/** Items by id, as far as one may see them: what a group has pinned. */
export const pinned = (ids: string[]) =>
  queryOptions({
    queryKey: keys.cards(ids),
    queryFn: async () =>
      (await got(api.GET("/api/items", { params: { query: { id: ids } } }))).items,
    enabled: ids.length > 0,
  });

export function forgetGroups() {
  return queryClient.invalidateQueries({ queryKey: keys.groups });
}

function keep(it: GroupView) {
  queryClient.setQueryData(keys.group(it.id), it);
  return forgetGroups();
}

export function useMakeGroup() {
  const once = useOnce();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: NewGroup) =>
      got(api.POST("/api/groups", { params: { header: once.header() }, body })),
    onSuccess: (it) => {
      once.done();
      return keep(it);
    },
  });
}

const AS_IT_IS: GroupChange = {
  name: null,
  kind: null,
  visibility: null,
  purpose: null,
  archived: null,
};

export function useChangeGroup(of: GroupView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (change: Partial<GroupChange>) =>
      got(
        api.PATCH("/api/groups/{group}", {
          params: { path: { group: of.id }, header: ifMatch(of.version) },
          body: { ...AS_IT_IS, ...change },
        }),
      ),
    onSuccess: keep,
  });
}

/** Archive a group, or take it out, and offer to undo it: whatever else has changed since. */
export function useArchiveGroup(of: GroupView) {
  const archive = async (archived: boolean) => {
    const params = { path: { group: of.id } };
    const body = { ...AS_IT_IS, archived };
    return keep(await got(api.PATCH("/api/groups/{group}", { params, body })));
  };
  return useMutation({
    mutationFn: archive,
    onSuccess: (_, archived) =>
      sayUndoable(`${of.name} was ${archived ? "archived" : "unarchived"}.`, () =>
        archive(!archived),
      ),
  });
}

/** Take a group away, and offer to bring it back. */
export function useDeleteGroup(of: GroupView) {
  return useMutation({
    mutationFn: () =>
      got(api.DELETE("/api/groups/{group}", { params: { path: { group: of.id } } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: keys.group(of.id) });
      void forgetGroups();
      sayUndoable(`${of.name} was deleted.`, async () => {
        const path = { group: of.id };
        await keep(await got(api.POST("/api/groups/{group}/restore", { params: { path } })));
        say(`${of.name} was restored.`);
      });
    },
  });
}

export const deletedGroups = queryOptions({
  queryKey: keys.deletedGroups,
  queryFn: async () => (await got(api.GET("/api/deleted-groups"))).items,
});

export function useRestoreGroup() {
  return useMutation({
    mutationFn: ({ id }: { id: string }) =>
      got(api.POST("/api/groups/{group}/restore", { params: { path: { group: id } } })),
    onSuccess: (it) => {
      void say(`${it.name} was restored.`);
      return keep(it);
    },
  });
}

/** Come in, or ask to: what follows is in the answer. */
export function useJoinGroup(id: string) {
  return useMutation({
    mutationFn: (words: string) =>
      got(
        api.POST("/api/groups/{group}/join", { params: { path: { group: id } }, body: { words } }),
      ),
    onSuccess: (it) => {
      void queryClient.invalidateQueries({ queryKey: keys.feed });
      return keep(it);
    },
  });
}

/** Show an item on top of the group's page or not; shown at once. */
export function usePin(of: { id: string }) {
  return useMutation({
    mutationFn: ({ item, on }: { item: string; on: boolean }) => {
      const params = { path: { group: of.id, item } };
      return on
        ? got(api.PUT("/api/groups/{group}/pins/{item}", { params }))
        : got(api.DELETE("/api/groups/{group}/pins/{item}", { params }));
    },
    onMutate: ({ item, on }) => {
      queryClient.setQueryData<GroupView>(
        keys.group(of.id),
        (it) =>
          it && {
            ...it,
            pinned: on ? [item, ...it.pinned] : it.pinned.filter((id) => id !== item),
          },
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.group(of.id) }),
  });
}
