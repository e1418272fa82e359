/** Import queries: the member's imports, their progress and files. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { idempotencyHeader, ulid } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { fetchAllPages, paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ImportView, NewImport } from "@/api/types";
import { channels } from "@/channels/queries";

export const ownImports = paginatedQuery(keys.imports, (after) =>
  unwrap(api.GET("/api/imports", { params: { query: { after } } })),
);

/** Whether it may still change, so that polling is worth it. */
function isRunning(it: ImportView | undefined): boolean {
  return it?.stage === "unpacking" || it?.stage === "sending";
}

export const importQuery = (batch: string) =>
  queryOptions({
    queryKey: keys.importOne(batch),
    queryFn: () => unwrap(api.GET("/api/imports/{batch}", { params: { path: { batch } } })),
    refetchInterval: ({ state }) =>
      isRunning(state.data) || state.data?.counts.waiting ? 2000 : false,
  });

/** The whole report: at most 2,000 lines, by path. */
export const importFiles = (batch: string) =>
  queryOptions({
    queryKey: keys.importFiles(batch),
    queryFn: async () => {
      const lines = await fetchAllPages(
        (after) =>
          unwrap(
            api.GET("/api/imports/{batch}/files", {
              params: { path: { batch }, query: { after } },
            }),
          ),
        110,
      );
      return lines.toSorted((a, b) => a.path.localeCompare(b.path));
    },
  });

export function createImport(body: NewImport): Promise<ImportView> {
  const header = idempotencyHeader(ulid());
  return unwrap(api.POST("/api/imports", { params: { header }, body }));
}

/** Finds the channels with these names, creating missing ones. */
export async function findOrCreateChannels(names: readonly string[]) {
  const known = await queryClient.fetchQuery(channels);
  const byName = new Map(known.map((it) => [it.name.toLowerCase(), it.id]));
  const found: { name: string; channel: string }[] = [];
  for (const name of names) {
    let channel = byName.get(name.toLowerCase());
    if (!channel) {
      const header = idempotencyHeader(ulid());
      const made = await unwrap(
        api.POST("/api/channels", {
          params: { header },
          body: { name, about: "", discussion: "open" },
        }),
      );
      channel = made.id;
    }
    found.push({ name, channel });
  }
  void queryClient.invalidateQueries({ queryKey: keys.channels });
  return found;
}
