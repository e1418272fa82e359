/** A post with its author, text and actions. */
import { Badge, Button, Group, Text, Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { PostReaction, PostView } from "@/api/types";
import { Avatar } from "@/ui/avatar";
import { Prose } from "@/ui/prose";
import { RelativeTime } from "@/ui/relative-time";
import { AnchorLine } from "./anchor-line";
import classes from "./discussion.module.css";
import { EditHistory } from "./edit-history";
import { POST_KIND_LABELS, POST_REACTIONS, POST_STATUS_LABELS } from "./labels";
import { PostMenu } from "./post-menu";
import { usePostActions } from "./queries";

export interface DiscussionContext {
  id: string;
  me: string;
  canModerate: boolean;
  /** Whether posting is possible: not when the discussion is locked. */
  open: boolean;
  text: string | null;
  /** The page count of the discussed file. */
  pages: number;
  /** Ideas that this one may be merged into. */
  ideas: PostView[];
}

interface Props {
  it: PostView;
  context: DiscussionContext;
  isNew: boolean;
  wanted: boolean;
  /** The question that this post may answer. */
  question?: PostView | undefined;
  reply?: () => void;
}

export function PostCard({ it, context, isNew, wanted, question, reply }: Props) {
  const actions = usePostActions(context.id, it);
  const [editing, setEditing] = useState(false);
  if (it.deleted || !it.author) {
    return (
      <div id={`post-${it.id}`} className={classes.deleted}>
        Deleted
      </div>
    );
  }
  const isAnswer = question?.answer === it.id;
  const mayMark = question && (context.canModerate || question.author?.id === context.me);
  return (
    <article
      id={`post-${it.id}`}
      className={classes.post}
      data-wanted={wanted || undefined}
      aria-label={`${POST_KIND_LABELS[it.kind]} by ${it.author.name}`}
    >
      <Avatar name={it.author.name} size={28} />
      <div className={classes.content}>
        <div className={classes.head}>
          <Link to={`/people/${it.author.id}`} className={classes.name}>
            {it.author.name}
          </Link>
          <span className={classes.time}>
            <RelativeTime at={it.posted_at} />
            {it.edited && <EditHistory id={context.id} post={it.id} />}
          </span>
          <PostBadges it={it} isNew={isNew} isAnswer={isAnswer} />
          <PostMenu it={it} context={context} actions={actions} edit={() => setEditing(true)} />
        </div>
        {it.anchor && <AnchorLine anchor={it.anchor} text={context.text} pages={context.pages} />}
        {editing ? (
          <EditPostForm it={it} actions={actions} done={() => setEditing(false)} />
        ) : (
          <Prose text={it.text} />
        )}
        {it.reason && <p className={classes.reason}>{it.reason}</p>}
        {it.merged_into && (
          <p className={classes.reason}>
            Merged into <a href={`#post-${it.merged_into}`}>another idea</a>. The discussion
            continues there.
          </p>
        )}
        <Group gap={6} mt={4}>
          <Reactions it={it} actions={actions} />
          {reply && !it.merged_into && context.open && (
            <Button variant="subtle" color="gray" size="compact-xs" onClick={reply}>
              Reply
            </Button>
          )}
          {mayMark && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={<IconCheck size={14} aria-hidden />}
              onClick={() =>
                actions.answer.mutate({ question: question.id, reply: isAnswer ? null : it.id })
              }
            >
              {isAnswer ? "Unmark answer" : "Mark as answer"}
            </Button>
          )}
        </Group>
      </div>
    </article>
  );
}

function PostBadges({ it, isNew, isAnswer }: { it: PostView; isNew: boolean; isAnswer: boolean }) {
  const isRoot = !it.id.includes("-");
  return (
    <>
      {isRoot && it.kind !== "comment" && <PostBadge>{POST_KIND_LABELS[it.kind]}</PostBadge>}
      {isRoot && it.kind === "question" && it.answer && <PostBadge>Answered</PostBadge>}
      {isAnswer && <PostBadge>Answer</PostBadge>}
      {it.status && <PostBadge>{POST_STATUS_LABELS[it.status]}</PostBadge>}
      {it.is_first && <PostBadge>New here — say hi</PostBadge>}
      {isNew && <PostBadge>New</PostBadge>}
    </>
  );
}

function PostBadge({ children }: { children: string }) {
  return (
    <Badge variant="light" size="sm" tt="none">
      {children}
    </Badge>
  );
}

function Reactions({ it, actions }: { it: PostView; actions: ReturnType<typeof usePostActions> }) {
  const all = Object.keys(POST_REACTIONS) as PostReaction[];
  return all.map((reaction) => {
    const count = it.reactions[reaction] ?? 0;
    const mine = it.my_reactions.includes(reaction);
    const { icon: Sign, word } = POST_REACTIONS[reaction];
    return (
      <button
        key={reaction}
        type="button"
        className={classes.reaction}
        aria-pressed={mine}
        aria-label={count > 0 ? `${word}, ${count}` : word}
        title={word}
        disabled={it.merged_into !== null}
        data-some={count > 0 || undefined}
        onClick={() => actions.react.mutate({ reaction, on: !mine })}
      >
        <Sign size={15} stroke={1.7} aria-hidden />
        {count > 0 && <span aria-hidden>{count}</span>}
      </button>
    );
  });
}

interface EditPostProps {
  it: PostView;
  actions: ReturnType<typeof usePostActions>;
  done: () => void;
}

function EditPostForm({ it, actions, done }: EditPostProps) {
  const [text, setText] = useState(it.text);
  const save = () => actions.edit.mutate(text, { onSuccess: done });
  return (
    <div>
      <Textarea
        aria-label="Edit comment"
        autosize
        maxLength={10_000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
          if (event.key === "Escape") done();
        }}
      />
      {actions.edit.error && (
        <Text size="sm" c="red" role="alert">
          Someone else changed this comment. Copy your text and reload.
        </Text>
      )}
      <Group gap="xs" mt={6} justify="flex-end">
        <Button variant="default" size="xs" onClick={done}>
          Cancel
        </Button>
        <Button size="xs" loading={actions.edit.isPending} disabled={!text.trim()} onClick={save}>
          Save
        </Button>
      </Group>
    </div>
  );
}
