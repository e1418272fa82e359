/** Verification: what the member is to verify, and who verifies an item. */
import { useMutation } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ItemView } from "@/api/types";
import { invalidateItemLists } from "@/items/queries";
import { toast } from "@/ui/toast";

export const dueVerifications = {
  ...paginatedQuery(keys.dueVerifications, (after) =>
    unwrap(api.GET("/api/verifications", { params: { query: { after } } })),
  ),
  staleTime: 60_000,
};

function invalidateItem(it: ItemView) {
  void queryClient.invalidateQueries({ queryKey: keys.item(it.id) });
  void queryClient.invalidateQueries({ queryKey: keys.dueVerifications });
  invalidateItemLists();
}

/** Verifies an item, as of the version that was read if known. */
export function useVerifyItem() {
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version?: number }) =>
      unwrap(
        api.POST("/api/items/{item}/verify", {
          params: {
            path: { item: id },
            ...(version === undefined ? {} : { header: ifMatch(version) }),
          },
        }),
      ),
    onSuccess: (it) => {
      invalidateItem(it);
      toast.success(`“${it.title}” is verified.`);
    },
  });
}

export function useChooseVerifier(of: ItemView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { verifier: string; interval: number }) =>
      unwrap(
        api.PUT("/api/items/{item}/verification", {
          params: { path: { item: of.id }, header: ifMatch(of.version) },
          body,
        }),
      ),
    onSuccess: invalidateItem,
  });
}

export function useRemoveVerifier(of: ItemView) {
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/api/items/{item}/verification", { params: { path: { item: of.id } } })),
    onSuccess: () => invalidateItem(of),
  });
}
