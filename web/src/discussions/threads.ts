/** Groups posts into threads, and merges updates into loaded pages. */
import type { InfiniteData } from "@tanstack/react-query";
import type { DiscussionPage, PostView } from "@/api/types";

export interface Thread {
  id: string;
  /** Undefined until its page is loaded. */
  root: PostView | undefined;
  replies: PostView[];
}

export function threadOf(post: string): string {
  return post.split("-")[0] ?? post;
}

/** Newest thread first; in each, the first reply first. */
export function threads(posts: PostView[]): Thread[] {
  const found = new Map<string, Thread>();
  for (const post of [...posts].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const id = threadOf(post.id);
    const thread = found.get(id) ?? { id, root: undefined, replies: [] };
    if (post.id === id) thread.root = post;
    else thread.replies.push(post);
    found.set(id, thread);
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}

type Pages = InfiniteData<DiscussionPage, string | undefined>;

/** Replaces updated posts in the pages; new ones go to the front. */
export function mergePosts(pages: Pages, changed: PostView[]): Pages {
  const now = new Map(changed.map((it) => [it.id, it]));
  const [first, ...rest] = pages.pages.map((page) => ({
    ...page,
    items: page.items.map((it) => {
      const fresh = now.get(it.id);
      now.delete(it.id);
      return fresh ?? it;
    }),
  }));
  if (!first) return pages;
  return { ...pages, pages: [{ ...first, items: [...now.values(), ...first.items] }, ...rest] };
}

/** Removes an optimistic post that was not created. */
export function removePost(pages: Pages, id: string): Pages {
  const keep = (page: DiscussionPage) => page.items.filter((it) => it.id !== id);
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: keep(page) })) };
}
