/** Imports: one's own, how far one is, and what became of each of its files. */
import { queryOptions } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { onlyOnce, ulid } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { pages, whole } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ImportView, NewImport } from "@/api/types";
import { channels } from "@/channels/queries";

export const ownImports = pages(keys.imports, (after) =>
  got(api.GET("/api/imports", { params: { query: { after } } })),
);

/** Whether something still happens to it, so that looking again soon is worth it. */
function moves(it: ImportView | undefined): boolean {
  return it?.stage === "unpacking" || it?.stage === "sending";
}

export const importOf = (batch: string) =>
  queryOptions({
    queryKey: keys.importOf(batch),
    queryFn: () => got(api.GET("/api/imports/{batch}", { params: { path: { batch } } })),
    refetchInterval: ({ state }) =>
      moves(state.data) || state.data?.counts.waiting ? 2000 : false,
  });

/** The whole report: at most 2,000 lines, by path. */
export const filesOf = (batch: string) =>
  queryOptions({
    queryKey: keys.importFiles(batch),
    queryFn: async () => {
      const lines = await whole(
        (after) =>
          got(
            api.GET("/api/imports/{batch}/files", {
              params: { path: { batch }, query: { after } },
            }),
          ),
        110,
      );
      return lines.toSorted((a, b) => a.path.localeCompare(b.path));
    },
  });

export function beginImport(body: NewImport): Promise<ImportView> {
  const header = onlyOnce(ulid());
  return got(api.POST("/api/imports", { params: { header }, body }));
}

/** The channels of these names, opened where there are none. */
export async function channelsNamed(names: readonly string[]) {
  const known = await queryClient.fetchQuery(channels);
  const byName = new Map(known.map((it) => [it.name.toLowerCase(), it.id]));
  const found: { name: string; channel: string }[] = [];
  for (const name of names) {
    let channel = byName.get(name.toLowerCase());
    if (!channel) {
      const header = onlyOnce(ulid());
      const made = await got(
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
