/** Sets the curators of a channel. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { ChannelView } from "@/api/types";
import { PeoplePicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { useSetCurators } from "./channel-mutations";

export function CuratorsDialog({
  channel: it,
  close,
}: {
  channel: ChannelView;
  close: () => void;
}) {
  const name = useSetCurators(it);
  const [people, setPeople] = useState(
    it.curators.map(({ id, name }) => ({ value: id, label: name })),
  );
  const form = useProblemForm({}, name.error);
  return (
    <Dialog onClose={close} title={`Curators of #${it.name}`}>
      <form
        onSubmit={form.onSubmit(() =>
          name.mutate(
            people.map(({ value }) => value),
            { onSuccess: close },
          ),
        )}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            They can edit, pin in, merge and archive this channel. So can the organisation’s
            curators and admins, and the member who created it.
          </Text>
          <PeoplePicker label="Curators" value={people} onChange={setPeople} />
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={name.isPending} disabled={people.length > 10}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
