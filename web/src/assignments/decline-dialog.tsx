/** Requests an extension, or declines an assignment. */
import { Button, Group, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AssignmentForMe, AssignmentReason } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { dateInZone } from "./due-dates";
import { DECLINE_REASONS } from "./labels";
import { useDecline, useRequestExtension } from "./queries";

const WEEK = 7 * 86_400_000;

interface Props {
  it: AssignmentForMe;
  close: () => void;
}

export function ExtensionRequestDialog({ it, close }: Props) {
  const ask = useRequestExtension(it);
  const week = new Date(Math.max(Date.parse(it.due), Date.now()) + WEEK);
  const form = useProblemForm({ due: dateInZone(week, it.zone), comment: "" }, ask.error);
  return (
    <Dialog onClose={close} title="Request an extension">
      <form onSubmit={form.onSubmit((body) => ask.mutate(body, { onSuccess: close }))}>
        <Stack>
          <TextInput type="date" label="New due date" required {...form.getInputProps("due")} />
          <Textarea
            label="Reason"
            description={`Visible to ${it.given_by.name}.`}
            autosize
            minRows={2}
            maxLength={300}
            {...form.getInputProps("comment")}
          />
          {form.rest}
          <DialogButtons close={close} word="Send request" loading={ask.isPending} />
        </Stack>
      </form>
    </Dialog>
  );
}

export function DeclineDialog({ it, close }: Props) {
  const decline = useDecline(it);
  const [reason, setReason] = useState<AssignmentReason>(it.decline_reason ?? "no-time");
  const [details, setDetails] = useState(it.decline_reason ? it.comment : "");
  return (
    <Dialog onClose={close} title="Decline assignment">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          decline.mutate({ decline_reason: reason, comment: details }, { onSuccess: close });
        }}
      >
        <Stack>
          <Radio.Group
            label="Reason"
            value={reason}
            onChange={(value) => setReason(value as AssignmentReason)}
          >
            <Stack gap="xs" mt="xs">
              {Object.entries(DECLINE_REASONS).map(([value, label]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label="Details"
            description={`Visible to ${it.given_by.name}.`}
            autosize
            minRows={2}
            maxLength={300}
            value={details}
            onChange={(event) => setDetails(event.currentTarget.value)}
          />
          <DialogButtons close={close} word="Decline" loading={decline.isPending} />
        </Stack>
      </form>
    </Dialog>
  );
}

function DialogButtons({
  close,
  word,
  loading,
}: {
  close: () => void;
  word: string;
  loading: boolean;
}) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button type="submit" loading={loading}>
        {word}
      </Button>
    </Group>
  );
}
