/** Edits a group's name, purpose and visibility. */
import { Button, Group as Line, Stack } from "@mantine/core";
import { useState } from "react";
import type { GroupView } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { type GroupFields, GroupForm } from "./group-form";
import { useChangeGroup } from "./queries";

export function EditGroupDialog({ group: it, close }: { group: GroupView; close: () => void }) {
  const change = useChangeGroup(it);
  const [words, setWords] = useState<GroupFields>({
    name: it.name,
    kind: it.kind,
    visibility: it.visibility,
    purpose: it.purpose,
  });
  const form = useProblemForm({ name: "", purpose: "" }, change.error);
  return (
    <Dialog onClose={close} title="Edit group">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(words, { onSuccess: close });
        }}
      >
        <Stack>
          <GroupForm
            value={words}
            errors={form.errors}
            onChange={(some) => setWords((before) => ({ ...before, ...some }))}
          />
          {form.rest}
          <Line justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending}>
              Save
            </Button>
          </Line>
        </Stack>
      </form>
    </Dialog>
  );
}
