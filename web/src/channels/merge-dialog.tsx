/** Merges a channel into another. */
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ChannelView } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { useMergeChannel } from "./channel-mutations";
import { channels } from "./queries";

export function MergeDialog({ channel: it, close }: { channel: ChannelView; close: () => void }) {
  const merge = useMergeChannel(it);
  const { data } = useQuery(channels);
  const form = useProblemForm({ into: "" }, merge.error);
  return (
    <Dialog onClose={close} title={`Merge #${it.name} into another channel`}>
      <form onSubmit={form.onSubmit(({ into }) => merge.mutate(into, { onSuccess: close }))}>
        <Stack>
          <Text size="sm" c="dimmed">
            Items and followers move there. Old links keep working. You can’t undo this.
          </Text>
          <Select
            label="Into"
            placeholder="Choose a channel"
            required
            searchable
            data-autofocus
            data={
              data
                ?.filter((other) => other.id !== it.id && !other.archived)
                .map(({ id, name }) => ({ value: id, label: name })) ?? []
            }
            {...form.getInputProps("into")}
          />
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={merge.isPending} disabled={!form.values.into}>
              Merge
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
