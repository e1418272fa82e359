/** Writes a post; the text is stored in this browser until it is sent. */
import { Alert, Button, CloseButton, Group, SegmentedControl, Textarea } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { problemMessage as problem } from "@/api/problem";
import type { Anchor, PostKind } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { AnchorLine } from "./anchor-line";
import classes from "./discussion.module.css";
import { POST_KIND_LABELS } from "./labels";
import { insertMention, MentionPicker, typedMention } from "./mention-picker";
import { ulid, useCreatePost } from "./queries";
import { useDraftText } from "./use-draft-text";
import { currentPosition } from "./use-passages";

interface Props {
  id: string;
  /** The thread to reply to. */
  reply?: string;
  kinds: PostKind[];
  label: string;
  anchor?: Anchor | null;
  setAnchor?: (anchor: Anchor | null) => void;
  done?: () => void;
}

export function Composer({ id, reply, kinds, label, anchor = null, setAnchor, done }: Props) {
  const { member, name } = useMembership();
  const createPost = useCreatePost(id, { id: member, name });
  const draft = useDraftText(`${id}.${reply ?? ""}`);
  const [chosen, setKind] = useState<PostKind>(kinds[0] ?? "comment");
  const kind = kinds.includes(chosen) ? chosen : (kinds[0] ?? "comment");
  const [caret, setCaret] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (anchor || reply) box.current?.focus();
  }, [anchor, reply]);

  const send = () => {
    const text = draft.text.trim();
    if (!text || createPost.isPending) return;
    const words = {
      kind: reply ? ("comment" as const) : kind,
      text,
      reply_to: reply ?? null,
      anchor,
    };
    draft.clear();
    setAnchor?.(null);
    createPost.mutate(
      { key: ulid(), words },
      {
        onSuccess: done,
        onError: () => {
          draft.write(text);
          setAnchor?.(anchor);
        },
      },
    );
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {anchor && (
        <Group gap={4} wrap="nowrap">
          <AnchorLine anchor={anchor} text={null} />
          <CloseButton
            size="sm"
            aria-label="Comment on the whole item"
            onClick={() => setAnchor?.(null)}
          />
        </Group>
      )}
      <MentionPicker
        typed={typedMention(draft.text, caret)}
        choose={(choice) => {
          const [text, at] = insertMention(draft.text, caret, choice);
          draft.write(text);
          setCaret(at);
          requestAnimationFrame(() => box.current?.setSelectionRange(at, at));
        }}
      >
        <Textarea
          ref={box}
          aria-label={label}
          placeholder={reply ? "Reply…" : "Write a comment… Use @ to mention people"}
          autosize
          minRows={reply ? 1 : 2}
          maxRows={14}
          maxLength={10_000}
          value={draft.text}
          onChange={(event) => {
            draft.write(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              send();
            }
            if (event.key === "Escape" && done) done();
          }}
        />
      </MentionPicker>
      {createPost.error && (
        <Alert color="red" role="alert">
          {problem(createPost.error)}
        </Alert>
      )}
      <Group gap="xs">
        {!reply && kinds.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Kind"
            value={kind}
            onChange={(it) => setKind(it as PostKind)}
            data={kinds.map((it) => ({ value: it, label: POST_KIND_LABELS[it] }))}
          />
        )}
        {setAnchor && !anchor && <CurrentPositionButton pick={setAnchor} />}
        <Group gap="xs" ml="auto">
          {done && (
            <Button variant="default" size="xs" onClick={done}>
              Cancel
            </Button>
          )}
          <Button type="submit" size="xs" disabled={!draft.text.trim()} title="Ctrl + Enter">
            {reply ? "Reply" : "Post"}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

/** Anchors the post to the current page or second. */
function CurrentPositionButton({ pick }: { pick: (anchor: Anchor) => void }) {
  const [possible, setPossible] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setPossible(currentPosition() !== null), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!possible) return null;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconMapPin size={14} aria-hidden />}
      onClick={() => {
        const place = currentPosition();
        if (place) pick({ passage: null, page: null, second: null, ...place });
      }}
    >
      Link to this place
    </Button>
  );
}
