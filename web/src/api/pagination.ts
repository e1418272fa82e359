/** Paginated lists: page by page, or all pages where the list is known to be short. */
import { type InfiniteData, infiniteQueryOptions } from "@tanstack/react-query";
import type { Page } from "./types";

type LoadPage<T> = (after: string | undefined, signal?: AbortSignal) => Promise<Page<T>>;

/** Options for useInfiniteQuery over one of the API's lists. */
export function paginatedQuery<T>(key: readonly unknown[], load: LoadPage<T>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** All items loaded so far, in one list. */
export function flattenPages<T>(data: InfiniteData<Page<T>> | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** Fetches a list to its end, but at most `most` pages. */
export async function fetchAllPages<T>(load: LoadPage<T>, most = 10): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  for (let page = 0; page < most; page += 1) {
    const { items, next } = await load(after);
    found.push(...items);
    if (!next) break;
    after = next;
  }
  return found;
}
