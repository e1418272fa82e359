/** Writing a note in Markdown: kept as a draft while one writes, shown as it will be read. */
import { Alert, Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { atFields, words } from "@/api/problem";
import type { Draft as KeptDraft } from "@/api/types";
import { ChannelPicker } from "@/channels/channel-picker";
import { AudiencePicker, isChosen } from "@/groups/audience-picker";
import { Prose } from "@/ui/prose";
import { useLeaveGuard } from "./leave-guard";
import { MarkdownField } from "./markdown-field";
import classes from "./note-editor.module.css";
import { TagsField } from "./tags-field";
import { type Draft, useDraft, type Whereabouts } from "./use-draft";

interface Props {
  /** Under which id the draft is kept. */
  id: string;
  /** The item that is changed, and the version that the change began with. */
  item?: string;
  beganWith?: number;
  kept: KeptDraft | null;
  first: Draft;
  /** Told when the draft is kept on the server for the first time. */
  begun?: () => void;
  submit: string;
  pending: boolean;
  error: unknown;
  /** Saves, and answers with the item's id; null when something has to be decided first. */
  save: (draft: Draft) => Promise<string | null>;
  /** What stands in the editor's place meanwhile. */
  instead?: ((publish: (draft: Draft) => void) => ReactNode) | null;
}

const FIELDS = ["title", "body", "channels", "tags", "groups"] as const;

export function NoteEditor(props: Props) {
  const { begun, submit, pending, error, save, instead } = props;
  const work = useDraft(props);
  const { draft, change, changed, recovered } = work;
  const [reading, setReading] = useState(false);
  const navigate = useNavigate();
  const leave = useLeaveGuard(changed && work.is !== "kept");
  const wrong = atFields(error, FIELDS);
  const tell = useRef(begun);
  tell.current = begun;
  useEffect(() => {
    if (work.is === "kept") tell.current?.();
  }, [work.is]);

  const publish = async (what: Draft) => {
    await work.close();
    try {
      const id = await save(what);
      if (id === null) {
        work.reopen();
        return;
      }
      work.forget();
      leave.allow();
      navigate(`/items/${id}`, { replace: true });
    } catch {
      work.reopen();
      setReading(false);
    }
  };
  if (instead) {
    return (
      <>
        {instead((what) => void publish(what))}
        {error !== null && (
          <Alert color="red" role="alert" mt="md">
            {words(error)}
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
        {recovered && changed && <Recovered startOver={work.startOver} />}
        {work.is === "elsewhere" && <Elsewhere takeOther={work.takeOther} keepOwn={work.keepOwn} />}
        <TextInput
          className={classes.title ?? ""}
          aria-label="Title"
          placeholder="Title"
          required
          maxLength={200}
          value={draft.title}
          error={wrong.title}
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
            error={wrong.body}
            place={{ channels: draft.channels, groups: draft.audience ?? [], tags: [] }}
            onChange={(body) => change({ body })}
            onReplace={work.replace}
          />
        )}
        <ChannelPicker
          draft={`${draft.title}\n${draft.body}`}
          value={draft.channels}
          onChange={(channels) => change({ channels })}
          error={wrong.channels}
        />
        <TagsField value={draft.tags} onChange={(tags) => change({ tags })} error={wrong.tags} />
        <AudiencePicker
          value={draft.audience}
          onChange={(audience) => change({ audience })}
          error={wrong.groups}
        />
        {error !== null && Object.keys(wrong).length === 0 && (
          <Alert color="red" role="alert">
            {words(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Text size="sm" c="dimmed" mr="auto" role="status">
            {changed ? SAID[work.is] : ""}
          </Text>
          <Button variant="default" onClick={() => navigate(-1)}>
            Cancel
          </Button>
          <Button type="submit" loading={pending} disabled={!isChosen(draft.audience)}>
            {submit}
          </Button>
        </Group>
      </Stack>
      {leave.question}
    </form>
  );
}

const SAID: Record<Whereabouts, string> = {
  nowhere: "",
  underway: "Saving…",
  kept: "Draft saved",
  here: "Draft saved in this browser only",
  elsewhere: "",
};

function Recovered({ startOver }: { startOver: () => Promise<void> }) {
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

interface ElsewhereProps {
  takeOther: () => Promise<void>;
  keepOwn: () => void;
}

function Elsewhere({ takeOther, keepOwn }: ElsewhereProps) {
  return (
    <Alert color="yellow" role="alert" title="You’re also editing this in another window">
      <Group>
        <Button variant="default" size="compact-sm" onClick={() => void takeOther()}>
          Use that version
        </Button>
        <Button variant="default" size="compact-sm" onClick={keepOwn}>
          Keep this version
        </Button>
      </Group>
    </Alert>
  );
}
