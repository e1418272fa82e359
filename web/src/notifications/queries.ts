/** What happened that concerns oneself. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";

/** Whether anything is new: asked once a minute by the tab that is looked at, and on coming back. */
export const unreadNotifications = queryOptions({
  queryKey: keys.unreadNotifications,
  queryFn: () => unwrap(api.GET("/api/notices/unread")),
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 15_000,
  meta: { quiet: true },
});

export const notifications = paginatedQuery(keys.notifications, (after) =>
  unwrap(api.GET("/api/notices", { params: { query: { after } } })),
);

/** Says that everything was seen that there was at a moment which the list named. */
export function useMarkSeen() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (as_of: string) => unwrap(api.POST("/api/notices/seen", { body: { as_of } })),
    onMutate: () => queryClient.setQueryData(keys.unreadNotifications, { unread: false }),
  });
}
