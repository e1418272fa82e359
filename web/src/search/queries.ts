/** Search queries. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import type { SearchQuery } from "./search-params";

/** The search page's results, ten at a time. */
export const search = (asked: SearchQuery) =>
  infiniteQueryOptions({
    queryKey: keys.search(asked),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/search", { params: { query: { ...asked, offset: pageParam } }, signal }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The first results, while typing. */
export const firstHits = (typed: string, kind?: string) =>
  queryOptions({
    queryKey: keys.search({ first: typed, kind }),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/search", {
          params: { query: { q: typed, ...(kind ? { kind: [kind] } : {}) } },
          signal,
        }),
      ),
    enabled: typed.trim().length > 0,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
