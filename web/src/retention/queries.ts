/** Deleted items: the list of one's own, and restoring them. */
import { useMutation } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import { forgetLists } from "@/items/queries";
import { say } from "@/ui/toast";

export const deleted = pages(keys.deleted, (after) =>
  got(api.GET("/api/deleted", { params: { query: { after } } })),
);

/** Bring something back that was deleted. */
export function useRestore() {
  return useMutation({
    mutationFn: (it: { id: string; title: string }) =>
      got(api.POST("/api/items/{item}/restore", { params: { path: { item: it.id } } })),
    onSuccess: (_view, it) => {
      void queryClient.invalidateQueries({ queryKey: keys.deleted });
      void queryClient.invalidateQueries({ queryKey: keys.item(it.id) });
      forgetLists();
      say(`“${it.title}” was restored.`);
    },
  });
}
