/** Changes the due date for everyone or for one assignee. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import type { CountedAssignment } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { dateInZone } from "./due-dates";
import { useChangeAssignment, useDecideExtension } from "./queries";

interface Props {
  it: CountedAssignment;
  close: () => void;
}

export function ChangeDueDateDialog({ it, close }: Props) {
  const change = useChangeAssignment(it);
  return (
    <Dialog onClose={close} title="Change due date">
      <DueDateForm
        day={dateInZone(new Date(it.due), it.zone)}
        error={change.error}
        loading={change.isPending}
        send={(due) => change.mutate({ due }, { onSuccess: close })}
        close={close}
      />
    </Dialog>
  );
}

interface ExtendProps extends Props {
  member: { id: string; name: string };
  until: string;
}

export function ExtendDialog({ it, member, until, close }: ExtendProps) {
  const decide = useDecideExtension(it);
  return (
    <Dialog onClose={close} title={`Extend due date for ${member.name}`}>
      <DueDateForm
        day={dateInZone(new Date(until), it.zone)}
        error={decide.error}
        loading={decide.isPending}
        send={(due) => decide.mutate({ member: member.id, due }, { onSuccess: close })}
        close={close}
      />
    </Dialog>
  );
}

interface FormProps {
  day: string;
  error: unknown;
  loading: boolean;
  send: (due: string) => void;
  close: () => void;
}

function DueDateForm({ day, error, loading, send, close }: FormProps) {
  const form = useProblemForm({ due: day }, error);
  return (
    <form onSubmit={form.onSubmit(({ due }) => send(due))}>
      <Stack>
        <TextInput type="date" label="Due" required data-autofocus {...form.getInputProps("due")} />
        {form.rest}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={loading}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
