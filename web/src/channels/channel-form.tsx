/** The fields of a channel: name, description and discussion mode. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { DiscussionMode } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";

export interface ChannelFields {
  name: string;
  about: string;
  discussion: DiscussionMode;
}

interface Props {
  title: string;
  submit: string;
  initial: ChannelFields;
  error: unknown;
  pending: boolean;
  save: (words: ChannelFields) => void;
  close: () => void;
}

const DISCUSSION_MODES: { value: DiscussionMode; label: string }[] = [
  { value: "open", label: "Open: all comments" },
  { value: "questions-only", label: "Questions only" },
  { value: "locked", label: "Locked: read only" },
  { value: "off", label: "Off: hidden, not deleted" },
];

export function ChannelForm({ title, submit, initial, error, pending, save, close }: Props) {
  const form = useProblemForm({ ...initial }, error);
  return (
    <Dialog onClose={close} title={title}>
      <form onSubmit={form.onSubmit(save)}>
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={80}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <Textarea
            label="Description"
            description="One or two sentences about what belongs here."
            autosize
            minRows={3}
            maxLength={4000}
            {...form.getInputProps("about")}
          />
          <Select
            label="Discussion of items"
            description="Can be changed per item."
            data={DISCUSSION_MODES}
            allowDeselect={false}
            {...form.getInputProps("discussion")}
          />
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={pending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
