/** A discussion: its pages, what changes meanwhile, and what people do in it. */
import { type InfiniteData, infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { onlyOnce, ulid } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type {
  Anchor,
  DiscussionPage,
  Feeling,
  PostKind,
  PostStatus,
  PostView,
  Switch,
} from "@/api/types";
import { sayUndoable } from "@/ui/toast";
import { merged, threadOf, without } from "./threads";

type Pages = InfiniteData<DiscussionPage, string | undefined>;

export const discussion = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.discussion(id),
    queryFn: ({ pageParam, signal }) =>
      got(
        api.GET("/api/discussions/{discussion}/posts", {
          params: { path: { discussion: id }, query: { after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 30_000,
  });

/** What is not as it was since; answers where to ask from the next time. */
export async function hear(id: string, since: string): Promise<string> {
  const news = await got(
    api.GET("/api/discussions/{discussion}/changes", {
      params: { path: { discussion: id }, query: { since } },
    }),
  );
  const shown = queryClient.getQueryData<Pages>(keys.discussion(id));
  if (shown?.pages[0] && shown.pages[0].switch !== news.switch) void forget(id);
  if (news.posts.length > 0) show(id, news.posts);
  return news.since;
}

export const wordings = (id: string, post: string) => ({
  queryKey: [...keys.discussion(id), "wordings", post],
  queryFn: () =>
    got(
      api.GET("/api/discussions/{discussion}/posts/{post}/wordings", {
        params: { path: { discussion: id, post } },
      }),
    ),
});

function change(id: string, how: (pages: Pages) => Pages) {
  queryClient.setQueryData<Pages>(keys.discussion(id), (pages) => pages && how(pages));
}

function show(id: string, posts: PostView[]) {
  change(id, (pages) => merged(pages, posts));
}

function forget(id: string) {
  return queryClient.invalidateQueries({ queryKey: keys.discussion(id), exact: true });
}

export interface Words {
  kind: PostKind;
  text: string;
  reply_to: string | null;
  anchor: Anchor | null;
}

/** Say something: shown at once, under the id that it will have; taken back if it is refused. */
export function useSay(id: string, me: { id: string; name: string }) {
  return useMutation({
    meta: { quiet: true },
    retry: (failed, error) =>
      failed < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    mutationFn: ({ key, words }: { key: string; words: Words }) =>
      got(
        api.POST("/api/discussions/{discussion}/posts", {
          params: { path: { discussion: id }, header: onlyOnce(key) },
          body: words,
        }),
      ),
    onMutate: ({ key, words }) => show(id, [expected(key, words, me)]),
    onSuccess: (post) => show(id, [post]),
    onError: (_error, { key, words }) => change(id, (pages) => without(pages, idOf(key, words))),
  });
}

export { ulid };

function idOf(key: string, { reply_to }: Words): string {
  return reply_to ? `${threadOf(reply_to)}-${key}` : key;
}

function expected(key: string, words: Words, me: { id: string; name: string }): PostView {
  return {
    id: idOf(key, words),
    kind: words.kind,
    author: me,
    at: new Date().toISOString(),
    text: words.text,
    anchor: words.anchor,
    version: 1,
    edited: false,
    deleted: false,
    answer: null,
    status: null,
    reason: null,
    merged_into: null,
    reactions: {},
    mine: [],
    muted: false,
    first: false,
  };
}

const at = (id: string, post: string) => ({ path: { discussion: id, post } });

/** Everything that is done with one post. */
export function usePost(id: string, it: PostView) {
  const params = at(id, it.id);
  const fresh = { onSuccess: (post: PostView) => show(id, [post]) };
  const edit = useMutation({
    meta: { quiet: true },
    mutationFn: (text: string) =>
      got(
        api.PATCH("/api/discussions/{discussion}/posts/{post}", {
          params: { ...params, header: ifMatch(it.version) },
          body: { text },
        }),
      ),
    ...fresh,
  });
  const restore = useMutation({
    mutationFn: () =>
      got(api.POST("/api/discussions/{discussion}/posts/{post}/restore", { params })),
    ...fresh,
  });
  const remove = useMutation({
    mutationFn: () => got(api.DELETE("/api/discussions/{discussion}/posts/{post}", { params })),
    onMutate: () => show(id, [{ ...it, deleted: true, text: "", author: null, reactions: {} }]),
    onError: () => show(id, [it]),
    onSuccess: () => sayUndoable("Post deleted.", () => restore.mutate()),
  });
  const react = useMutation({
    mutationFn: ({ reaction, on }: { reaction: Feeling; on: boolean }) =>
      got(
        api.PUT("/api/discussions/{discussion}/posts/{post}/reaction", {
          params,
          body: { reaction, on },
        }),
      ),
    onMutate: ({ reaction, on }) => show(id, [felt(it, reaction, on)]),
    onError: () => show(id, [it]),
  });
  const answer = useMutation({
    mutationFn: ({ question, reply }: { question: string; reply: string | null }) =>
      got(
        api.PUT("/api/discussions/{discussion}/posts/{post}/answer", {
          params: at(id, question),
          body: { answer: reply },
        }),
      ),
    ...fresh,
  });
  const judge = useMutation({
    mutationFn: (body: { status: PostStatus; reason: string }) =>
      got(api.PUT("/api/discussions/{discussion}/posts/{post}/status", { params, body })),
    ...fresh,
  });
  const merge = useMutation({
    mutationFn: (into: string) =>
      got(api.PUT("/api/discussions/{discussion}/posts/{post}/merged", { params, body: { into } })),
    onSuccess: () => forget(id),
  });
  const mute = useMutation({
    mutationFn: (muted: boolean) =>
      got(api.PUT("/api/discussions/{discussion}/posts/{post}/muted", { params, body: { muted } })),
    onMutate: (muted) => show(id, [{ ...it, muted }]),
    onError: () => show(id, [it]),
  });
  return { edit, remove, restore, react, answer, judge, merge, mute };
}

function felt(it: PostView, reaction: Feeling, on: boolean): PostView {
  const count = (it.reactions[reaction] ?? 0) + (on ? 1 : -1);
  const { [reaction]: _, ...others } = it.reactions;
  return {
    ...it,
    reactions: count > 0 ? { ...others, [reaction]: count } : others,
    mine: on ? [...it.mine, reaction] : it.mine.filter((own) => own !== reaction),
  };
}

export function useSwitch(id: string) {
  return useMutation({
    mutationFn: (to: Switch | null) =>
      got(
        api.PUT("/api/discussions/{discussion}/switch", {
          params: { path: { discussion: id } },
          body: { switch: to },
        }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.item(id), exact: true });
      return forget(id);
    },
  });
}
