/** The member's drafts on the server. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { isMissing } from "@/api/problem";
import type { Draft } from "@/api/types";

export const drafts = queryOptions({
  queryKey: keys.drafts,
  queryFn: async () => (await unwrap(api.GET("/api/drafts"))).items,
});

/** One draft; null if there is none with that id. */
export const draft = (id: string) =>
  queryOptions({
    queryKey: keys.draft(id),
    queryFn: async (): Promise<Draft | null> => {
      try {
        return await unwrap(api.GET("/api/drafts/{draft}", { params: { path: { draft: id } } }));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
