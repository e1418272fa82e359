/** A post with its replies. */
import { useState } from "react";
import { Composer } from "./composer";
import classes from "./discussion.module.css";
import { type DiscussionContext, PostCard } from "./post-card";
import type { Thread } from "./threads";

interface Props {
  it: Thread;
  context: DiscussionContext;
  before: string | null;
  wanted: string | null;
  mayReply: boolean;
}

export function ThreadView({ it, context, before, wanted, mayReply }: Props) {
  const [replying, setReplying] = useState(false);
  const { root, replies } = it;
  const isNew = (id: string, by: string | undefined) =>
    before !== null && postUlid(id) > postUlid(before) && by !== context.me;
  const can = mayReply && root !== undefined && !root.deleted;
  const open = can ? { reply: () => setReplying(true) } : {};
  return (
    <li className={classes.thread}>
      {root && (
        <PostCard
          it={root}
          context={context}
          isNew={isNew(root.id, root.author?.id)}
          wanted={wanted === root.id}
          {...open}
        />
      )}
      {(replies.length > 0 || replying) && (
        <div className={classes.replies}>
          {replies.map((post) => (
            <PostCard
              key={post.id}
              it={post}
              context={context}
              isNew={isNew(post.id, post.author?.id)}
              wanted={wanted === post.id}
              question={root?.kind === "question" ? root : undefined}
              {...open}
            />
          ))}
          {replying && (
            <Composer
              id={context.id}
              reply={it.id}
              kinds={["comment"]}
              label="Reply"
              done={() => setReplying(false)}
            />
          )}
        </div>
      )}
    </li>
  );
}

/** The ULID of the post itself, without its thread. */
function postUlid(id: string): string {
  return id.split("-").at(-1) ?? id;
}
