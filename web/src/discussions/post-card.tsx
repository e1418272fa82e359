/** One post: who said what, and what can be done with it. */
import { Badge, Button, Group, Text, Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { Feeling, PostView } from "@/api/types";
import { Face } from "@/ui/avatar";
import { Prose } from "@/ui/prose";
import { When } from "@/ui/relative-time";
import { AnchorLine } from "./anchor-line";
import classes from "./discussion.module.css";
import { History } from "./edit-history";
import { KINDS, REACTIONS, STATUSES } from "./labels";
import { PostMenu } from "./post-menu";
import { usePost } from "./queries";

export interface Here {
  id: string;
  me: string;
  tends: boolean;
  /** Whether anything can be said or changed: not when it is locked. */
  open: boolean;
  text: string | null;
  /** How many pages what is discussed has. */
  pages: number;
  /** The ideas that another may be merged into. */
  ideas: PostView[];
}

interface Props {
  it: PostView;
  here: Here;
  isNew: boolean;
  wanted: boolean;
  /** The question that it may answer. */
  question?: PostView | undefined;
  reply?: () => void;
}

export function PostCard({ it, here, isNew, wanted, question, reply }: Props) {
  const does = usePost(here.id, it);
  const [editing, setEditing] = useState(false);
  if (it.deleted || !it.author) {
    return (
      <div id={`post-${it.id}`} className={classes.gone}>
        Deleted
      </div>
    );
  }
  const isAnswer = question?.answer === it.id;
  const mayMark = question && (here.tends || question.author?.id === here.me);
  return (
    <article
      id={`post-${it.id}`}
      className={classes.post}
      data-wanted={wanted || undefined}
      aria-label={`${KINDS[it.kind]} by ${it.author.name}`}
    >
      <Face name={it.author.name} size={28} />
      <div className={classes.said}>
        <div className={classes.head}>
          <Link to={`/people/${it.author.id}`} className={classes.name}>
            {it.author.name}
          </Link>
          <span className={classes.when}>
            <When at={it.at} />
            {it.edited && <History id={here.id} post={it.id} />}
          </span>
          <Marks it={it} isNew={isNew} isAnswer={isAnswer} />
          <PostMenu it={it} here={here} does={does} edit={() => setEditing(true)} />
        </div>
        {it.anchor && <AnchorLine anchor={it.anchor} text={here.text} pages={here.pages} />}
        {editing ? (
          <Editing it={it} does={does} done={() => setEditing(false)} />
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
          <Reactions it={it} does={does} />
          {reply && !it.merged_into && here.open && (
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
                does.answer.mutate({ question: question.id, reply: isAnswer ? null : it.id })
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

function Marks({ it, isNew, isAnswer }: { it: PostView; isNew: boolean; isAnswer: boolean }) {
  const isRoot = !it.id.includes("-");
  return (
    <>
      {isRoot && it.kind !== "comment" && <Mark>{KINDS[it.kind]}</Mark>}
      {isRoot && it.kind === "question" && it.answer && <Mark>Answered</Mark>}
      {isAnswer && <Mark>Answer</Mark>}
      {it.status && <Mark>{STATUSES[it.status]}</Mark>}
      {it.first && <Mark>New here — say hi</Mark>}
      {isNew && <Mark>New</Mark>}
    </>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <Badge variant="light" size="sm" tt="none">
      {children}
    </Badge>
  );
}

function Reactions({ it, does }: { it: PostView; does: ReturnType<typeof usePost> }) {
  const all = Object.keys(REACTIONS) as Feeling[];
  return all.map((reaction) => {
    const count = it.reactions[reaction] ?? 0;
    const mine = it.mine.includes(reaction);
    const { icon: Sign, word } = REACTIONS[reaction];
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
        onClick={() => does.react.mutate({ reaction, on: !mine })}
      >
        <Sign size={15} stroke={1.7} aria-hidden />
        {count > 0 && <span aria-hidden>{count}</span>}
      </button>
    );
  });
}

interface EditingProps {
  it: PostView;
  does: ReturnType<typeof usePost>;
  done: () => void;
}

function Editing({ it, does, done }: EditingProps) {
  const [text, setText] = useState(it.text);
  const save = () => does.edit.mutate(text, { onSuccess: done });
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
      {does.edit.error && (
        <Text size="sm" c="red" role="alert">
          Someone else changed this comment. Copy your text and reload.
        </Text>
      )}
      <Group gap="xs" mt={6} justify="flex-end">
        <Button variant="default" size="xs" onClick={done}>
          Cancel
        </Button>
        <Button size="xs" loading={does.edit.isPending} disabled={!text.trim()} onClick={save}>
          Save
        </Button>
      </Group>
    </div>
  );
}
