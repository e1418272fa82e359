/** The member's deleted items, and restoring them. */
import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import { invalidateItemLists } from "@/items/queries";
import { toast } from "@/ui/toast";

export const deletedItems = paginatedQuery(keys.deletedItems, (after) =>
  unwrap(api.GET("/api/deleted-items", { params: { query: { after } } })),
);

/** Restores a deleted item. */
export function useRestoreItem() {
  return useMutation({
    mutationFn: (it: { id: string; title: string }) =>
      unwrap(api.POST("/api/items/{item}/restore", { params: { path: { item: it.id } } })),
    onSuccess: (_view, it) => {
      void queryClient.invalidateQueries({ queryKey: keys.deletedItems });
      void queryClient.invalidateQueries({ queryKey: keys.item(it.id) });
      invalidateItemLists();
      toast.success(`“${it.title}” was restored.`);
    },
  });
}
