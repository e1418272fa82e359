/** Group queries and mutations. */
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { useIdempotencyKey } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { GroupChange, GroupView, NewGroup } from "@/api/types";
import { toast } from "@/ui/toast";

export const groups = queryOptions({
  queryKey: keys.groups,
  queryFn: async () => (await unwrap(api.GET("/api/groups"))).items,
  staleTime: 5 * 60_000,
});

export const openGroups = paginatedQuery(keys.openGroups, (after) =>
  unwrap(api.GET("/api/open-groups", { params: { query: { after } } })),
);

export const ownGroupInvitations = queryOptions({
  queryKey: keys.ownGroupInvitations,
  queryFn: async () => (await unwrap(api.GET("/api/me/group-invitations"))).items,
});

export const group = (id: string) =>
  queryOptions({
    queryKey: keys.group(id),
    queryFn: () => unwrap(api.GET("/api/groups/{group}", { params: { path: { group: id } } })),
  });

export const groupItems = (id: string) =>
  paginatedQuery(keys.groupItems(id), (after) =>
    unwrap(
      api.GET("/api/groups/{group}/items", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

/** The names of the member's groups by id. */
export function useGroupNames(): Map<string, string> {
  const { data } = useQuery(groups);
  return new Map(data?.map((it) => [it.id, it.name]));
}

/** Items by id, as far as the reader may see them. */
export const pinnedItems = (ids: string[]) =>
  queryOptions({
    queryKey: keys.cards(ids),
    queryFn: async () =>
      (await unwrap(api.GET("/api/items", { params: { query: { id: ids } } }))).items,
    enabled: ids.length > 0,
  });

export function invalidateGroups() {
  return queryClient.invalidateQueries({ queryKey: keys.groups });
}

function cacheGroup(it: GroupView) {
  queryClient.setQueryData(keys.group(it.id), it);
  return invalidateGroups();
}

export function useCreateGroup() {
  const once = useIdempotencyKey();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: NewGroup) =>
      unwrap(api.POST("/api/groups", { params: { header: once.header() }, body })),
    onSuccess: (it) => {
      once.done();
      return cacheGroup(it);
    },
  });
}

const UNCHANGED: GroupChange = {
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
      unwrap(
        api.PATCH("/api/groups/{group}", {
          params: { path: { group: of.id }, header: ifMatch(of.version) },
          body: { ...UNCHANGED, ...change },
        }),
      ),
    onSuccess: cacheGroup,
  });
}

/** Archives or unarchives a group, with undo, whatever else has changed since. */
export function useArchiveGroup(of: GroupView) {
  const archive = async (archived: boolean) => {
    const params = { path: { group: of.id } };
    const body = { ...UNCHANGED, archived };
    return cacheGroup(await unwrap(api.PATCH("/api/groups/{group}", { params, body })));
  };
  return useMutation({
    mutationFn: archive,
    onSuccess: (_, archived) =>
      toast.undoable(`${of.name} was ${archived ? "archived" : "unarchived"}.`, () =>
        archive(!archived),
      ),
  });
}

/** Deletes a group, with undo. */
export function useDeleteGroup(of: GroupView) {
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/api/groups/{group}", { params: { path: { group: of.id } } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: keys.group(of.id) });
      void invalidateGroups();
      toast.undoable(`${of.name} was deleted.`, async () => {
        const path = { group: of.id };
        await cacheGroup(
          await unwrap(api.POST("/api/groups/{group}/restore", { params: { path } })),
        );
        toast.success(`${of.name} was restored.`);
      });
    },
  });
}

export const deletedGroups = queryOptions({
  queryKey: keys.deletedGroups,
  queryFn: async () => (await unwrap(api.GET("/api/deleted-groups"))).items,
});

export function useRestoreGroup() {
  return useMutation({
    mutationFn: ({ id }: { id: string }) =>
      unwrap(api.POST("/api/groups/{group}/restore", { params: { path: { group: id } } })),
    onSuccess: (it) => {
      void toast.success(`${it.name} was restored.`);
      return cacheGroup(it);
    },
  });
}

/** Joins or requests to join; the response tells which. */
export function useJoinGroup(id: string) {
  return useMutation({
    mutationFn: (message: string) =>
      unwrap(
        api.POST("/api/groups/{group}/join", {
          params: { path: { group: id } },
          body: { message },
        }),
      ),
    onSuccess: (it) => {
      void queryClient.invalidateQueries({ queryKey: keys.feed });
      return cacheGroup(it);
    },
  });
}

/** Pins or unpins an item; optimistic. */
export function usePinToGroup(of: { id: string }) {
  return useMutation({
    mutationFn: ({ item, on }: { item: string; on: boolean }) => {
      const params = { path: { group: of.id, item } };
      return on
        ? unwrap(api.PUT("/api/groups/{group}/pins/{item}", { params }))
        : unwrap(api.DELETE("/api/groups/{group}/pins/{item}", { params }));
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
