/** Discussion queries, polling and mutations. */
import { type InfiniteData, infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { idempotencyHeader, ulid } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type {
  Anchor,
  DiscussionMode,
  DiscussionPage,
  PostKind,
  PostReaction,
  PostStatus,
  PostView,
} from "@/api/types";
import { toast } from "@/ui/toast";
import { mergePosts, removePost, threadOf } from "./threads";

type Pages = InfiniteData<DiscussionPage, string | undefined>;

export const discussion = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.discussion(id),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/discussions/{discussion}/posts", {
          params: { path: { discussion: id }, query: { after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 30_000,
  });

/** Polls changes since a cursor; returns the next cursor. */
export async function pollChanges(id: string, since: string): Promise<string> {
  const changes = await unwrap(
    api.GET("/api/discussions/{discussion}/changes", {
      params: { path: { discussion: id }, query: { since } },
    }),
  );
  const shown = queryClient.getQueryData<Pages>(keys.discussion(id));
  if (shown?.pages[0] && shown.pages[0].mode !== changes.mode) void invalidateDiscussion(id);
  if (changes.posts.length > 0) upsertPosts(id, changes.posts);
  return changes.since;
}

export const postHistory = (id: string, post: string) => ({
  queryKey: [...keys.discussion(id), "wordings", post],
  queryFn: () =>
    unwrap(
      api.GET("/api/discussions/{discussion}/posts/{post}/versions", {
        params: { path: { discussion: id, post } },
      }),
    ),
});

function updateCachedPages(id: string, how: (pages: Pages) => Pages) {
  queryClient.setQueryData<Pages>(keys.discussion(id), (pages) => pages && how(pages));
}

function upsertPosts(id: string, posts: PostView[]) {
  updateCachedPages(id, (pages) => mergePosts(pages, posts));
}

function invalidateDiscussion(id: string) {
  return queryClient.invalidateQueries({ queryKey: keys.discussion(id), exact: true });
}

export interface NewPost {
  kind: PostKind;
  text: string;
  reply_to: string | null;
  anchor: Anchor | null;
}

/** Creates a post: optimistic, under its final id; removed on error. */
export function useCreatePost(id: string, me: { id: string; name: string }) {
  return useMutation({
    meta: { quiet: true },
    retry: (failed, error) =>
      failed < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    mutationFn: ({ key, words }: { key: string; words: NewPost }) =>
      unwrap(
        api.POST("/api/discussions/{discussion}/posts", {
          params: { path: { discussion: id }, header: idempotencyHeader(key) },
          body: words,
        }),
      ),
    onMutate: ({ key, words }) => upsertPosts(id, [optimisticPost(key, words, me)]),
    onSuccess: (post) => upsertPosts(id, [post]),
    onError: (_error, { key, words }) =>
      updateCachedPages(id, (pages) => removePost(pages, postIdFor(key, words))),
  });
}

export { ulid };

function postIdFor(key: string, { reply_to }: NewPost): string {
  return reply_to ? `${threadOf(reply_to)}-${key}` : key;
}

function optimisticPost(key: string, words: NewPost, me: { id: string; name: string }): PostView {
  return {
    id: postIdFor(key, words),
    kind: words.kind,
    author: me,
    posted_at: new Date().toISOString(),
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
    my_reactions: [],
    muted: false,
    is_first: false,
  };
}

const pathOf = (id: string, post: string) => ({ path: { discussion: id, post } });

/** All mutations of one post. */
export function usePostActions(id: string, it: PostView) {
  const params = pathOf(id, it.id);
  const fresh = { onSuccess: (post: PostView) => upsertPosts(id, [post]) };
  const edit = useMutation({
    meta: { quiet: true },
    mutationFn: (text: string) =>
      unwrap(
        api.PATCH("/api/discussions/{discussion}/posts/{post}", {
          params: { ...params, header: ifMatch(it.version) },
          body: { text },
        }),
      ),
    ...fresh,
  });
  const restore = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/discussions/{discussion}/posts/{post}/restore", { params })),
    ...fresh,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/discussions/{discussion}/posts/{post}", { params })),
    onMutate: () =>
      upsertPosts(id, [{ ...it, deleted: true, text: "", author: null, reactions: {} }]),
    onError: () => upsertPosts(id, [it]),
    onSuccess: () => toast.undoable("Post deleted.", () => restore.mutate()),
  });
  const react = useMutation({
    mutationFn: ({ reaction, on }: { reaction: PostReaction; on: boolean }) =>
      unwrap(
        api.PUT("/api/discussions/{discussion}/posts/{post}/reaction", {
          params,
          body: { reaction, is_on: on },
        }),
      ),
    onMutate: ({ reaction, on }) => upsertPosts(id, [withReaction(it, reaction, on)]),
    onError: () => upsertPosts(id, [it]),
  });
  const answer = useMutation({
    mutationFn: ({ question, reply }: { question: string; reply: string | null }) =>
      unwrap(
        api.PUT("/api/discussions/{discussion}/posts/{post}/answer", {
          params: pathOf(id, question),
          body: { answer: reply },
        }),
      ),
    ...fresh,
  });
  const setStatus = useMutation({
    mutationFn: (body: { status: PostStatus; reason: string }) =>
      unwrap(api.PUT("/api/discussions/{discussion}/posts/{post}/status", { params, body })),
    ...fresh,
  });
  const merge = useMutation({
    mutationFn: (into: string) =>
      unwrap(
        api.PUT("/api/discussions/{discussion}/posts/{post}/merged", { params, body: { into } }),
      ),
    onSuccess: () => invalidateDiscussion(id),
  });
  const mute = useMutation({
    mutationFn: (muted: boolean) =>
      unwrap(
        api.PUT("/api/discussions/{discussion}/posts/{post}/muted", { params, body: { muted } }),
      ),
    onMutate: (muted) => upsertPosts(id, [{ ...it, muted }]),
    onError: () => upsertPosts(id, [it]),
  });
  return { edit, remove, restore, react, answer, judge: setStatus, merge, mute };
}

function withReaction(it: PostView, reaction: PostReaction, on: boolean): PostView {
  const count = (it.reactions[reaction] ?? 0) + (on ? 1 : -1);
  const { [reaction]: _, ...others } = it.reactions;
  return {
    ...it,
    reactions: count > 0 ? { ...others, [reaction]: count } : others,
    my_reactions: on
      ? [...it.my_reactions, reaction]
      : it.my_reactions.filter((own) => own !== reaction),
  };
}

export function useSetDiscussionMode(id: string) {
  return useMutation({
    mutationFn: (to: DiscussionMode | null) =>
      unwrap(
        api.PUT("/api/discussions/{discussion}/mode", {
          params: { path: { discussion: id } },
          body: { mode: to },
        }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.item(id), exact: true });
      return invalidateDiscussion(id);
    },
  });
}
