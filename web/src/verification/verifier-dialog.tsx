/** Sets the verifier and the interval. */
import { Button, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import type { ItemView } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { PersonPicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { useChooseVerifier } from "./queries";

const INTERVALS = [
  { value: "30", label: "Every month" },
  { value: "90", label: "Every three months" },
  { value: "180", label: "Every six months" },
  { value: "365", label: "Every year" },
];

export function VerifierDialog({ it, close }: { it: ItemView; close: () => void }) {
  const me = useMembership();
  const choose = useChooseVerifier(it);
  const before = it.verification?.verifiers[0];
  const [person, setPerson] = useState<{ value: string; label: string } | null>(
    before ? { value: before.id, label: before.name } : { value: me.member, label: me.name },
  );
  const interval = String(it.verification?.interval ?? 90);
  const form = useProblemForm({ verifier: "", interval }, choose.error);
  const choices = INTERVALS.some(({ value }) => value === interval)
    ? INTERVALS
    : [...INTERVALS, { value: interval, label: `Every ${interval} days` }];
  return (
    <Dialog onClose={close} title="Verifier">
      <form
        onSubmit={form.onSubmit(({ interval }) => {
          if (!person) return;
          choose.mutate(
            { verifier: person.value, interval: Number(interval) },
            { onSuccess: close },
          );
        })}
      >
        <Stack>
          <PersonPicker
            label="Verifier"
            description="Gets a notification when the item is due, and confirms that it is still correct."
            value={person}
            error={form.errors.verifier}
            onChange={setPerson}
          />
          <Select
            label="How often"
            data={choices}
            allowDeselect={false}
            {...form.getInputProps("interval")}
          />
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={choose.isPending} disabled={!person}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
