/** Edits co-authors and credits. */
import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { ItemView } from "@/api/types";
import { PeoplePicker, PersonPicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { useChangeItem } from "./queries";

const MAX_CREDITS = 10;

interface CreditedPerson {
  value: string;
  label: string;
  what: string;
}

export function AuthorsDialog({ it, close }: { it: ItemView; close: () => void }) {
  const change = useChangeItem(it);
  const [others, setOthers] = useState(
    it.co_authors.map(({ id, name }) => ({ value: id, label: name })),
  );
  const [credited, setCredited] = useState<CreditedPerson[]>(
    it.credits.map(({ id, name, what }) => ({ value: id, label: name, what })),
  );
  const form = useProblemForm({ co_authors: "", credits: "" }, change.error);
  const setContribution = (value: string, what: string) =>
    setCredited(credited.map((one) => (one.value === value ? { ...one, what } : one)));
  return (
    <Dialog onClose={close} title="Authors and credits">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(
            {
              co_authors: others.map((one) => one.value),
              credits: credited.map(({ value, what }) => ({ member: value, what })),
            },
            { onSuccess: close },
          );
        }}
      >
        <Stack>
          <PeoplePicker
            label="Co-authors"
            description="Shown as authors. They can edit this item."
            value={others}
            onChange={(people) => setOthers(people.slice(0, 5))}
          />
          {form.errors.co_authors && (
            <Text size="sm" c="red">
              {form.errors.co_authors}
            </Text>
          )}
          {credited.map((one) => (
            <Group key={one.value} wrap="nowrap" align="flex-end">
              <TextInput
                label={one.label}
                placeholder="e.g. explained this in Slack"
                required
                maxLength={80}
                flex={1}
                value={one.what}
                onChange={(event) => setContribution(one.value, event.currentTarget.value)}
              />
              <ActionIcon
                aria-label={`Remove credit for ${one.label}`}
                onClick={() => setCredited(credited.filter((it) => it !== one))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          ))}
          {credited.length < MAX_CREDITS && (
            <PersonPicker
              key={credited.length}
              label="Add credit"
              description="People who helped without writing. They can’t edit this item."
              value={null}
              onChange={(who) => {
                if (who && !credited.some((one) => one.value === who.value)) {
                  setCredited([...credited, { ...who, what: "" }]);
                }
              }}
            />
          )}
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
