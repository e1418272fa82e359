/** What happened that concerns oneself. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";

/** Whether anything is new: asked once a minute by the tab that is looked at, and on coming back. */
export const unread = queryOptions({
  queryKey: keys.unread,
  queryFn: () => got(api.GET("/api/notices/unread")),
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 15_000,
  meta: { quiet: true },
});

export const notices = pages(keys.notices, (after) =>
  got(api.GET("/api/notices", { params: { query: { after } } })),
);

/** Says that everything was seen that there was at a moment which the list named. */
export function useSee() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (as_of: string) => got(api.POST("/api/notices/seen", { body: { as_of } })),
    onMutate: () => queryClient.setQueryData(keys.unread, { unread: false }),
  });
}
