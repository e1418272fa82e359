/** Items: one of them, its text and bytes, and what can be done with it. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { useOnce } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ItemChange, ItemView, NewItem, OpenedItem, State } from "@/api/types";
import { sayUndoable } from "@/ui/toast";
import { ticked } from "./tasks";

/** Whether a file is still on its way, so that looking again soon is worth it. */
export function onItsWay(state: State | null | undefined): boolean {
  return state === "uploading" || state === "processing";
}

function isUnderway(it: ItemView | undefined): boolean {
  return (
    onItsWay(it?.file?.state) || onItsWay(it?.coming?.state) || it?.preview?.state === "fetching"
  );
}

export const item = (id: string) =>
  queryOptions({
    queryKey: keys.item(id),
    queryFn: () => got(api.GET("/api/items/{item}", { params: { path: { item: id } } })),
    refetchInterval: ({ state }) => (isUnderway(state.data) ? 2000 : false),
  });

export const itemPages = (id: string, file: string) =>
  pages(keys.itemPages(id, file), (after) =>
    got(
      api.GET("/api/items/{item}/pages", {
        params: { path: { item: id }, query: { after, file } },
      }),
    ),
  );

export const itemVersions = (id: string) =>
  pages(keys.itemVersions(id), (after) =>
    got(
      api.GET("/api/items/{item}/versions", { params: { path: { item: id }, query: { after } } }),
    ),
  );

/** What an item said in a version; that never changes. */
export const itemWords = (id: string, version: number) =>
  queryOptions({
    queryKey: keys.itemWords(id, version),
    queryFn: () =>
      got(
        api.GET("/api/items/{item}/words", { params: { path: { item: id }, query: { version } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the bytes of its file are; good for an hour, asked for again well before. */
export const itemAddress = (id: string, file: string) =>
  queryOptions({
    queryKey: keys.itemAddress(id, file),
    queryFn: () =>
      got(
        api.GET("/api/items/{item}/address", {
          params: { path: { item: id }, query: { download: false } },
        }),
      ),
    staleTime: 45 * 60_000,
  });

/** Save a file under its own name: the one that is shown, or that of an earlier version. */
export async function download(id: string, version?: number) {
  const { url } = await got(
    api.GET("/api/items/{item}/address", {
      params: { path: { item: id }, query: { download: true, ...(version ? { version } : {}) } },
    }),
  );
  location.assign(url);
}

/** Lists that may show an item have to be asked for again. */
export function forgetLists() {
  void queryClient.invalidateQueries({ queryKey: keys.feed });
  void queryClient.invalidateQueries({ queryKey: keys.unreadItems });
  void queryClient.invalidateQueries({ queryKey: ["channels", "items"] });
  void queryClient.invalidateQueries({ queryKey: ["people", "items"] });
  void queryClient.invalidateQueries({ queryKey: ["groups", "items"] });
}

const UNTOUCHED = { reactions: {}, reacted: [], saved: false };

/** What a change answers does not say how people reacted: that stays as it was. */
function keep(it: ItemView) {
  queryClient.setQueryData<OpenedItem>(keys.item(it.id), (before) => ({
    ...UNTOUCHED,
    ...before,
    ...it,
  }));
  void queryClient.invalidateQueries({ queryKey: keys.itemVersions(it.id) });
  forgetLists();
}

/** Who else wrote it and whom it thanks may be left out. */
type Named = "co_authors" | "credits" | "draft";
export type Published = Omit<NewItem, Named> & Partial<Pick<NewItem, Named>>;

export function usePublish() {
  const once = useOnce();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: Published) =>
      got(
        api.POST("/api/items", {
          params: { header: once.header() },
          body: { co_authors: [], credits: [], draft: null, ...body },
        }),
      ),
    onSuccess: (it) => {
      once.done();
      keep(it);
    },
  });
}

/** What is null stays as it is. */
export type Change = Partial<ItemChange>;

const AS_IT_IS: ItemChange = {
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

/** Which item, as it was when it was read. */
type Read = Pick<ItemView, "id" | "version">;

function changed(of: Read, body: Change) {
  return got(
    api.PATCH("/api/items/{item}", {
      params: { path: { item: of.id }, header: ifMatch(of.version) },
      body: { ...AS_IT_IS, ...body },
    }),
  );
}

export function useChange(of: Read) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: Change) => changed(of, body),
    onSuccess: keep,
  });
}

/** The same where what one changes may be another version each time. */
export function useChangeOf() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ of, body }: { of: Read; body: Change }) => changed(of, body),
    onSuccess: keep,
  });
}

/** Tick a task of a note: it shows at once, and not any more when somebody changed the note. */
export function useTick(of: OpenedItem) {
  const key = keys.item(of.id);
  return useMutation({
    scope: { id: `tick ${of.id}` },
    mutationFn: (number: number) => {
      const it = queryClient.getQueryData<OpenedItem>(key) ?? of;
      const body = ticked(it.body, number);
      queryClient.setQueryData<OpenedItem>(key, { ...it, body });
      return changed(it, { body });
    },
    onSuccess: keep,
    onError: () => queryClient.invalidateQueries({ queryKey: key, exact: true }),
  });
}

export const related = (id: string) =>
  queryOptions({
    queryKey: keys.itemRelated(id),
    queryFn: async () =>
      (await got(api.GET("/api/items/{item}/related", { params: { path: { item: id } } }))).items,
    staleTime: 5 * 60_000,
  });

/** Say again what an earlier version said. */
export function useTakeUp(of: ItemView) {
  return useMutation({
    mutationFn: (version: number) =>
      got(
        api.PUT("/api/items/{item}/words", {
          params: { path: { item: of.id }, header: ifMatch(of.version) },
          body: { version },
        }),
      ),
    onSuccess: keep,
  });
}

/** Take an item away, and offer to bring it back. */
export function useDelete() {
  return useMutation({
    mutationFn: (it: { id: string; title: string }) =>
      got(api.DELETE("/api/items/{item}", { params: { path: { item: it.id } } })),
    onSuccess: (_nothing, it) => {
      queryClient.removeQueries({ queryKey: keys.item(it.id) });
      forgetLists();
      void queryClient.invalidateQueries({ queryKey: keys.deleted });
      sayUndoable(`“${it.title}” was deleted.`, async () => {
        keep(
          await got(api.POST("/api/items/{item}/restore", { params: { path: { item: it.id } } })),
        );
      });
    },
  });
}

/** Have the page of a link looked at once more. */
export function useLookAgain(id: string) {
  return useMutation({
    mutationFn: () =>
      got(api.POST("/api/items/{item}/preview", { params: { path: { item: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.item(id) }),
  });
}

/** Let these groups see an item that only some see. */
export async function shareWith(id: string, groups: string[]) {
  await got(
    api.PATCH("/api/items/{item}", {
      params: { path: { item: id } },
      body: { ...AS_IT_IS, groups },
    }),
  );
  await queryClient.invalidateQueries({ queryKey: keys.item(id) });
  forgetLists();
}
