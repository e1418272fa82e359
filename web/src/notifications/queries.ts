/** Notification queries. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";

/** Whether there are new ones: polled once a minute by the visible tab, and on focus. */
export const unreadNotifications = queryOptions({
  queryKey: keys.unreadNotifications,
  queryFn: () => unwrap(api.GET("/api/notifications/unread")),
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 15_000,
  meta: { quiet: true },
});

export const notifications = paginatedQuery(keys.notifications, (after) =>
  unwrap(api.GET("/api/notifications", { params: { query: { after } } })),
);

/** Marks notifications as seen up to the list's `as_of`. */
export function useMarkSeen() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (as_of: string) => unwrap(api.POST("/api/notifications/seen", { body: { as_of } })),
    onMutate: () => queryClient.setQueryData(keys.unreadNotifications, { unread: false }),
  });
}
