import { expect, test } from "vitest";
import type { DiscussionPage, PostView } from "@/api/types";
import { mergePosts, removePost, threads } from "./threads";

const post = (id: string, text = ""): PostView => ({ id, text }) as PostView;
const pages = (...all: PostView[][]) => ({
  pages: all.map((items) => ({ items, next: null }) as unknown as DiscussionPage),
  pageParams: all.map(() => undefined),
});

test("threads sorts threads newest first and replies oldest first", () => {
  const found = threads(["B", "A-2", "A-1", "A"].map((it) => post(it)));
  expect(found.map((it) => it.id)).toEqual(["B", "A"]);
  expect(found[1]?.replies.map((it) => it.id)).toEqual(["A-1", "A-2"]);
});

test("threads leaves the root undefined until its page is loaded", () => {
  expect(threads([post("A-2")])[0]).toMatchObject({ id: "A", root: undefined });
});

test("mergePosts replaces updated posts and prepends new ones", () => {
  const fresh = mergePosts(pages([post("B")], [post("A", "old")]), [post("A", "new"), post("C")]);
  expect(fresh.pages.map((it) => it.items.map(({ id, text }) => id + text))).toEqual([
    ["C", "B"],
    ["Anew"],
  ]);
});

test("removePost removes a post", () => {
  expect(removePost(pages([post("B"), post("A")]), "B").pages[0]?.items).toEqual([post("A")]);
});
