/** The Markdown editor for notes: saves a draft while the author writes, and previews the result. */
import { Alert, Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { fieldErrors, problemMessage } from "@/api/problem";
import type { Draft as StoredDraft } from "@/api/types";
import { ChannelPicker } from "@/channels/channel-picker";
import { AudiencePicker, isAudienceComplete } from "@/groups/audience-picker";
import { Prose } from "@/ui/prose";
import { useLeaveGuard } from "./leave-guard";
import { MarkdownField } from "./markdown-field";
import classes from "./note-editor.module.css";
import { TagsField } from "./tags-field";
import { type Draft, type SaveState, useDraft } from "./use-draft";

interface Props {
  /** The id of the draft. */
  id: string;
  /** The item being edited, and the version that the edit started from. */
  item?: string;
  baseVersion?: number;
  stored: StoredDraft | null;
  initial: Draft;
  /** Called when the draft is stored on the server for the first time. */
  onStored?: () => void;
  submit: string;
  pending: boolean;
  error: unknown;
  /** Saves and returns the item's id; null if the author has to resolve a conflict first. */
  save: (draft: Draft) => Promise<string | null>;
  /** Replaces the editor, for example while the author resolves a conflict. */
  replacement?: ((publish: (draft: Draft) => void) => ReactNode) | null;
}

const FIELDS = ["title", "body", "channels", "tags", "groups"] as const;

export function NoteEditor(props: Props) {
  const { onStored, submit, pending, error, save, replacement } = props;
  const work = useDraft(props);
  const { draft, change, changed, restored } = work;
  const [reading, setReading] = useState(false);
  const navigate = useNavigate();
  const leave = useLeaveGuard(changed && work.saveState !== "saved");
  const errors = fieldErrors(error, FIELDS);
  const onStoredRef = useRef(onStored);
  onStoredRef.current = onStored;
  useEffect(() => {
    if (work.saveState === "saved") onStoredRef.current?.();
  }, [work.saveState]);

  const publish = async (what: Draft) => {
    await work.close();
    try {
      const id = await save(what);
      if (id === null) {
        work.reopen();
        return;
      }
      work.clear();
      leave.allow();
      navigate(`/items/${id}`, { replace: true });
    } catch {
      work.reopen();
      setReading(false);
    }
  };
  if (replacement) {
    return (
      <>
        {replacement((what) => void publish(what))}
        {error !== null && (
          <Alert color="red" role="alert" mt="md">
            {problemMessage(error)}
          </Alert>
        )}
        {leave.question}
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void publish(draft);
      }}
    >
      <Stack>
        {restored && changed && <RestoredAlert startOver={work.startOver} />}
        {work.saveState === "conflict" && (
          <OtherWindowAlert loadOther={work.loadOther} keepOwn={work.keepOwn} />
        )}
        <TextInput
          className={classes.title ?? ""}
          aria-label="Title"
          placeholder="Title"
          required
          maxLength={200}
          value={draft.title}
          error={errors.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <div className={classes.bar}>
          <SegmentedControl
            aria-label="Write or preview"
            value={reading ? "read" : "write"}
            onChange={(choice) => setReading(choice === "read")}
            data={[
              { value: "write", label: "Write" },
              { value: "read", label: "Preview" },
            ]}
          />
        </div>
        {reading ? (
          <div className={classes.preview}>
            {draft.body ? <Prose text={draft.body} /> : <Text c="dimmed">Nothing to preview.</Text>}
          </div>
        ) : (
          <MarkdownField
            value={draft.body}
            error={errors.body}
            place={{ channels: draft.channels, groups: draft.audience ?? [], tags: [] }}
            onChange={(body) => change({ body })}
            onReplace={work.replace}
          />
        )}
        <ChannelPicker
          draft={`${draft.title}\n${draft.body}`}
          value={draft.channels}
          onChange={(channels) => change({ channels })}
          error={errors.channels}
        />
        <TagsField value={draft.tags} onChange={(tags) => change({ tags })} error={errors.tags} />
        <AudiencePicker
          value={draft.audience}
          onChange={(audience) => change({ audience })}
          error={errors.groups}
        />
        {error !== null && Object.keys(errors).length === 0 && (
          <Alert color="red" role="alert">
            {problemMessage(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Text size="sm" c="dimmed" mr="auto" role="status">
            {changed ? SAVE_STATE_LABELS[work.saveState] : ""}
          </Text>
          <Button variant="default" onClick={() => navigate(-1)}>
            Cancel
          </Button>
          <Button type="submit" loading={pending} disabled={!isAudienceComplete(draft.audience)}>
            {submit}
          </Button>
        </Group>
      </Stack>
      {leave.question}
    </form>
  );
}

const SAVE_STATE_LABELS: Record<SaveState, string> = {
  unsaved: "",
  saving: "Saving…",
  saved: "Draft saved",
  local: "Draft saved in this browser only",
  conflict: "",
};

function RestoredAlert({ startOver }: { startOver: () => Promise<void> }) {
  return (
    <Alert color="gray">
      <Group justify="space-between">
        Restored your draft.
        <Button variant="default" size="compact-sm" onClick={() => void startOver()}>
          Start over
        </Button>
      </Group>
    </Alert>
  );
}

interface OtherWindowProps {
  loadOther: () => Promise<void>;
  keepOwn: () => void;
}

function OtherWindowAlert({ loadOther, keepOwn }: OtherWindowProps) {
  return (
    <Alert color="yellow" role="alert" title="You’re also editing this in another window">
      <Group>
        <Button variant="default" size="compact-sm" onClick={() => void loadOther()}>
          Use that version
        </Button>
        <Button variant="default" size="compact-sm" onClick={keepOwn}>
          Keep this version
        </Button>
      </Group>
    </Alert>
  );
}
