/** Item queries and mutations. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { useIdempotencyKey } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { FileState, ItemChange, ItemView, NewItem, OpenedItem } from "@/api/types";
import { toast } from "@/ui/toast";
import { toggleTask } from "./tasks";

/** Whether a file is uploading or processing, so that polling is worth it. */
export function isProcessing(state: FileState | null | undefined): boolean {
  return state === "uploading" || state === "processing";
}

function isItemProcessing(it: ItemView | undefined): boolean {
  return (
    isProcessing(it?.file?.state) ||
    isProcessing(it?.pending_file?.state) ||
    it?.preview?.state === "fetching"
  );
}

export const item = (id: string) =>
  queryOptions({
    queryKey: keys.item(id),
    queryFn: () => unwrap(api.GET("/api/items/{item}", { params: { path: { item: id } } })),
    refetchInterval: ({ state }) => (isItemProcessing(state.data) ? 2000 : false),
  });

export const itemPages = (id: string, file: string) =>
  paginatedQuery(keys.itemPages(id, file), (after) =>
    unwrap(
      api.GET("/api/items/{item}/pages", {
        params: { path: { item: id }, query: { after, file } },
      }),
    ),
  );

export const itemVersions = (id: string) =>
  paginatedQuery(keys.itemVersions(id), (after) =>
    unwrap(
      api.GET("/api/items/{item}/versions", { params: { path: { item: id }, query: { after } } }),
    ),
  );

/** The content of a version; it never changes. */
export const itemContent = (id: string, version: number) =>
  queryOptions({
    queryKey: keys.itemContent(id, version),
    queryFn: () =>
      unwrap(
        api.GET("/api/items/{item}/version", {
          params: { path: { item: id }, query: { version } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A signed URL of the file; valid for an hour, refetched before. */
export const fileUrl = (id: string, file: string) =>
  queryOptions({
    queryKey: keys.fileUrl(id, file),
    queryFn: () =>
      unwrap(
        api.GET("/api/items/{item}/file-url", {
          params: { path: { item: id }, query: { download: false } },
        }),
      ),
    staleTime: 45 * 60_000,
  });

/** Downloads the current file, or that of an earlier version. */
export async function downloadFile(id: string, version?: number) {
  const { url } = await unwrap(
    api.GET("/api/items/{item}/file-url", {
      params: { path: { item: id }, query: { download: true, ...(version ? { version } : {}) } },
    }),
  );
  location.assign(url);
}

/** Invalidates lists that may show an item. */
export function invalidateItemLists() {
  void queryClient.invalidateQueries({ queryKey: keys.feed });
  void queryClient.invalidateQueries({ queryKey: keys.unreadItems });
  void queryClient.invalidateQueries({ queryKey: ["channels", "items"] });
  void queryClient.invalidateQueries({ queryKey: ["people", "items"] });
  void queryClient.invalidateQueries({ queryKey: ["groups", "items"] });
}

const NO_REACTIONS = { reactions: {}, my_reactions: [], is_saved: false };

/** Caches a changed item; reactions are not in the response and stay as they were. */
function cacheItem(it: ItemView) {
  queryClient.setQueryData<OpenedItem>(keys.item(it.id), (before) => ({
    ...NO_REACTIONS,
    ...before,
    ...it,
  }));
  void queryClient.invalidateQueries({ queryKey: keys.itemVersions(it.id) });
  invalidateItemLists();
}

/** These fields may be omitted. */
type OptionalFields = "co_authors" | "credits" | "draft";
export type PublishedItem = Omit<NewItem, OptionalFields> & Partial<Pick<NewItem, OptionalFields>>;

export function usePublish() {
  const once = useIdempotencyKey();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: PublishedItem) =>
      unwrap(
        api.POST("/api/items", {
          params: { header: once.header() },
          body: { co_authors: [], credits: [], draft: null, ...body },
        }),
      ),
    onSuccess: (it) => {
      once.done();
      cacheItem(it);
    },
  });
}

/** Null fields stay unchanged. */
export type PartialItemChange = Partial<ItemChange>;

const UNCHANGED: ItemChange = {
  title: null,
  body: null,
  url: null,
  channels: null,
  groups: null,
  tags: null,
  co_authors: null,
  credits: null,
  draft: null,
};

/** An item with the version that was read. */
type ItemRef = Pick<ItemView, "id" | "version">;

function patchItem(of: ItemRef, body: PartialItemChange) {
  return unwrap(
    api.PATCH("/api/items/{item}", {
      params: { path: { item: of.id }, header: ifMatch(of.version) },
      body: { ...UNCHANGED, ...body },
    }),
  );
}

export function useChangeItem(of: ItemRef) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: PartialItemChange) => patchItem(of, body),
    onSuccess: cacheItem,
  });
}

/** The same, for changing different versions. */
export function useChangeAnyItem() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ of, body }: { of: ItemRef; body: PartialItemChange }) => patchItem(of, body),
    onSuccess: cacheItem,
  });
}

/** Toggles a task of a note; optimistic, rolled back on a conflict. */
export function useToggleTask(of: OpenedItem) {
  const key = keys.item(of.id);
  return useMutation({
    scope: { id: `tick ${of.id}` },
    mutationFn: (number: number) => {
      const it = queryClient.getQueryData<OpenedItem>(key) ?? of;
      const body = toggleTask(it.body, number);
      queryClient.setQueryData<OpenedItem>(key, { ...it, body });
      return patchItem(it, { body });
    },
    onSuccess: cacheItem,
    onError: () => queryClient.invalidateQueries({ queryKey: key, exact: true }),
  });
}

export const relatedItems = (id: string) =>
  queryOptions({
    queryKey: keys.itemRelated(id),
    queryFn: async () =>
      (await unwrap(api.GET("/api/items/{item}/related", { params: { path: { item: id } } })))
        .items,
    staleTime: 5 * 60_000,
  });

/** Restores an earlier version. */
export function useRestoreVersion(of: ItemView) {
  return useMutation({
    mutationFn: (version: number) =>
      unwrap(
        api.PUT("/api/items/{item}/version", {
          params: { path: { item: of.id }, header: ifMatch(of.version) },
          body: { version },
        }),
      ),
    onSuccess: cacheItem,
  });
}

/** Deletes an item, with undo. */
export function useDeleteItem() {
  return useMutation({
    mutationFn: (it: { id: string; title: string }) =>
      unwrap(api.DELETE("/api/items/{item}", { params: { path: { item: it.id } } })),
    onSuccess: (_nothing, it) => {
      queryClient.removeQueries({ queryKey: keys.item(it.id) });
      invalidateItemLists();
      void queryClient.invalidateQueries({ queryKey: keys.deletedItems });
      toast.undoable(`“${it.title}” was deleted.`, async () => {
        cacheItem(
          await unwrap(
            api.POST("/api/items/{item}/restore", { params: { path: { item: it.id } } }),
          ),
        );
      });
    },
  });
}

/** Fetches a link's preview again. */
export function useRefreshPreview(id: string) {
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/items/{item}/preview", { params: { path: { item: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.item(id) }),
  });
}

/** Gives groups access to an item with a restricted audience. */
export async function shareWithGroups(id: string, groups: string[]) {
  await unwrap(
    api.PATCH("/api/items/{item}", {
      params: { path: { item: id } },
      body: { ...UNCHANGED, groups },
    }),
  );
  await queryClient.invalidateQueries({ queryKey: keys.item(id) });
  invalidateItemLists();
}
