/** A channel's name and what belongs there, when opening one and when changing it. */
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/form";

export interface Words {
  name: string;
  about: string;
}

interface Props {
  title: string;
  submit: string;
  initial: Words;
  error: unknown;
  pending: boolean;
  save: (words: Words) => void;
  close: () => void;
}

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
            label="What belongs here"
            description="One or two sentences that help people choose."
            autosize
            minRows={3}
            maxLength={4000}
            {...form.getInputProps("about")}
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
