/** Writing a note in Markdown: kept as a draft while one writes, shown as it will be read. */
import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { atFields, words } from "@/api/problem";
import { ChannelPicker } from "@/channels/channel-picker";
import { AudiencePicker, isChosen } from "@/groups/audience-picker";
import { Prose } from "@/ui/prose";
import { type Draft, useDraft } from "./draft";
import { useLeaveGuard } from "./leave-guard";
import classes from "./note-editor.module.css";
import { TagsField } from "./tags-field";

interface Props {
  /** Under which name the draft is kept. */
  name: string;
  first: Draft;
  submit: string;
  pending: boolean;
  error: unknown;
  /** Saves, and answers with the item's id. */
  save: (draft: Draft) => Promise<string>;
}

const FIELDS = ["title", "body", "channels", "tags", "groups"] as const;

export function NoteEditor({ name, first, submit, pending, error, save }: Props) {
  const { draft, change, changed, recovered, forget, startOver } = useDraft(name, first);
  const [reading, setReading] = useState(false);
  const navigate = useNavigate();
  const leave = useLeaveGuard(changed);
  const wrong = atFields(error, FIELDS);
  const publish = async () => {
    const id = await save(draft);
    forget();
    leave.allow();
    navigate(`/items/${id}`, { replace: true });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void publish().catch(() => setReading(false));
      }}
    >
      <Stack>
        {recovered && <Recovered startOver={startOver} />}
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
            aria-label="Write or read"
            value={reading ? "read" : "write"}
            onChange={(choice) => setReading(choice === "read")}
            data={[
              { value: "write", label: "Write" },
              { value: "read", label: "Preview" },
            ]}
          />
          <Text size="sm" c="dimmed">
            Markdown: **bold**, # heading, - list, [link](address)
          </Text>
        </div>
        <Body reading={reading} draft={draft}>
          <Textarea
            className={classes.body ?? ""}
            aria-label="Text"
            placeholder="What do you know that others should?"
            autosize
            minRows={14}
            maxLength={100_000}
            value={draft.body}
            error={wrong.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
          />
        </Body>
        <ChannelPicker
          value={draft.channels}
          onChange={(channels) => change({ channels })}
          error={wrong.channels}
        />
        <TagsField
          value={draft.tags ?? []}
          onChange={(tags) => change({ tags })}
          error={wrong.tags}
        />
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
            {changed ? "Kept as a draft in this browser" : ""}
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

interface BodyProps {
  reading: boolean;
  draft: Draft;
  children: ReactNode;
}

function Body({ reading, draft, children }: BodyProps) {
  if (!reading) return children;
  return (
    <div className={classes.preview}>
      {draft.body ? <Prose text={draft.body} /> : <Text c="dimmed">Nothing written yet.</Text>}
    </div>
  );
}

function Recovered({ startOver }: { startOver: () => void }) {
  return (
    <Alert color="gray">
      <Group justify="space-between">
        This is the draft that you left here.
        <Button variant="default" size="compact-sm" onClick={startOver}>
          Start over
        </Button>
      </Group>
    </Alert>
  );
}
