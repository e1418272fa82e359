/** Groups: the lists of people that one is in. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { keys } from "@/api/keys";
import { useOnce } from "@/api/once";
import { pages } from "@/api/pages";
import { queryClient } from "@/api/query-client";
import type { Group } from "@/api/types";

export const groups = queryOptions({
  queryKey: keys.groups,
  queryFn: async () => (await got(api.GET("/api/groups"))).items,
  staleTime: 5 * 60_000,
});

export const group = (id: string) =>
  queryOptions({
    queryKey: keys.group(id),
    queryFn: () => got(api.GET("/api/groups/{group}", { params: { path: { group: id } } })),
  });

export const groupMembers = (id: string) =>
  pages(keys.groupMembers(id), (after) =>
    got(
      api.GET("/api/groups/{group}/members", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

function forget() {
  return queryClient.invalidateQueries({ queryKey: keys.groups });
}

export function useMakeGroup() {
  const once = useOnce();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: { name: string; members: string[] }) =>
      got(api.POST("/api/groups", { params: { header: once.header() }, body })),
    onSuccess: () => {
      once.done();
      return forget();
    },
  });
}

export function useRenameGroup(of: Group) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (name: string) =>
      got(
        api.PATCH("/api/groups/{group}", {
          params: { path: { group: of.id }, header: ifMatch(of.version) },
          body: { name },
        }),
      ),
    onSuccess: forget,
  });
}

export function useAddToGroup(id: string) {
  return useMutation({
    mutationFn: (members: string[]) =>
      Promise.all(
        members.map((member) =>
          got(
            api.PUT("/api/groups/{group}/members/{member}", {
              params: { path: { group: id, member } },
            }),
          ),
        ),
      ),
    onSettled: forget,
  });
}

export function useTakeOutOfGroup(id: string) {
  return useMutation({
    mutationFn: (member: string) =>
      got(
        api.DELETE("/api/groups/{group}/members/{member}", {
          params: { path: { group: id, member } },
        }),
      ),
    onSuccess: forget,
  });
}
