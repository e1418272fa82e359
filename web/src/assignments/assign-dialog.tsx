/** Assigns items to a group or to people. */
import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import type { AssignmentTask } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { shareWithGroups } from "@/items/queries";
import { PeoplePicker, PersonPicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { toast } from "@/ui/toast";
import { browserTimeZone, formatDue, nextFriday } from "./due-dates";
import { ItemsPicker } from "./items-picker";
import { assignableGroups, useAssign } from "./queries";

interface Choice {
  value: string;
  label: string;
}

interface Props {
  /** The item to assign; otherwise chosen in the dialog. */
  item?: { id: string; title: string; groups: string[]; may_edit: boolean };
  /** The group to assign to; otherwise chosen in the dialog. */
  group?: { id: string; name: string };
  close: () => void;
}

export default function AssignDialog({ item, group, close }: Props) {
  const assign = useAssign();
  const ledGroups = useQuery({ ...assignableGroups, enabled: !group });
  const [chosen, choose] = useState<"group" | "people">();
  const canAssignAnyone = useMembership().role !== "member";
  const leadsNoGroup = ledGroups.data?.length === 0;
  const recipientType = chosen ?? (leadsNoGroup ? "people" : "group");
  const [people, setPeople] = useState<Choice[]>([]);
  const [items, setItems] = useState<Choice[]>(item ? [{ value: item.id, label: item.title }] : []);
  const [reviewer, setReviewer] = useState<Choice | null>(null);
  const form = useProblemForm(
    { group: group?.id ?? "", due: nextFriday(), note: "", task: "read" as AssignmentTask },
    assign.error,
  );
  const { task } = form.values;
  const to = recipientType === "group" ? form.values.group : "";
  const lacksAccess = item && to && item.groups.length > 0 && !item.groups.includes(to);
  const ready =
    items.length > 0 && (recipientType === "group" ? to : people.length > 0) && !lacksAccess;
  return (
    <Dialog
      onClose={close}
      title={item ? "Assign" : `Assign to ${group?.name ?? "a group"}`}
      size="lg"
    >
      <form
        onSubmit={form.onSubmit(({ due, note }) =>
          assign.mutate(
            {
              items: items.map((it) => it.value),
              group: recipientType === "group" ? to : null,
              members: recipientType === "people" ? people.map((it) => it.value) : [],
              task,
              note,
              due,
              zone: browserTimeZone(),
              reviewer: task === "review" ? (reviewer?.value ?? null) : null,
            },
            {
              onSuccess: ({ items: created }) => {
                close();
                const first = created[0];
                if (first) toast.success(`Assigned, due ${formatDue(first.due, first.zone)}.`);
              },
            },
          ),
        )}
      >
        <Stack>
          {!item && group && <ItemsPicker group={group.id} value={items} onChange={setItems} />}
          {!group && (
            <SegmentedControl
              aria-label="Assign to"
              value={recipientType}
              onChange={(value) => choose(value as "group" | "people")}
              data={[
                { value: "group", label: "A group" },
                { value: "people", label: "People" },
              ]}
            />
          )}
          {!group && recipientType === "group" && (
            <GroupPicker
              value={form.values.group}
              onChange={(value) => form.setFieldValue("group", value ?? "")}
              error={form.errors.group}
            />
          )}
          {recipientType === "people" && (
            <PeoplePicker
              label="People"
              description={canAssignAnyone ? "" : "You or people in groups you lead."}
              value={people}
              onChange={setPeople}
            />
          )}
          {item && lacksAccess && <NoAccessAlert item={item} group={to} />}
          <TaskPicker
            value={task}
            onChange={(value) => form.setFieldValue("task", value as AssignmentTask)}
          />
          <TextInput type="date" label="Due" required {...form.getInputProps("due")} />
          {task === "review" && (
            <PersonPicker
              label="Reviewer"
              description="You, unless you pick someone else."
              value={reviewer}
              onChange={setReviewer}
            />
          )}
          <Textarea
            label="Note"
            description="Why it matters or what to look for. Optional."
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps("note")}
          />
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={assign.isPending} disabled={!ready}>
              {items.length > 1 ? `Assign ${items.length} items` : "Assign"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function GroupPicker(props: {
  value: string;
  onChange: (value: string | null) => void;
  error: ReactNode;
}) {
  const { data } = useQuery(assignableGroups);
  const none = data?.length === 0;
  return (
    <Select
      label="Group"
      description={none ? "You don’t lead any groups." : "A group you lead."}
      placeholder={none ? "" : "Choose a group"}
      data={data?.map(({ id, name }) => ({ value: id, label: name }))}
      disabled={none}
      searchable
      {...props}
    />
  );
}

function TaskPicker(props: { value: AssignmentTask; onChange: (value: string) => void }) {
  const label = useId();
  return (
    <Stack gap={6}>
      <Text component="span" fw={500} size="sm" id={label}>
        Task
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        data={[
          { value: "read", label: "Read" },
          { value: "do", label: "Do" },
          { value: "review", label: "Submit for review" },
        ]}
        {...props}
      />
      <Text size="sm" c="dimmed">
        {TASK_DESCRIPTIONS[props.value]}
      </Text>
    </Stack>
  );
}

const TASK_DESCRIPTIONS: Record<AssignmentTask, string> = {
  read: "Completed when the assignee reaches the end of the note or the last page of the PDF.",
  do: "Completed when the assignee marks it done.",
  review: "Completed when the reviewer accepts it.",
};

/** The group has no access yet; editors can share the item with it. */
function NoAccessAlert({ item, group }: { item: NonNullable<Props["item"]>; group: string }) {
  const [sharing, share] = useState(false);
  return (
    <Alert color="yellow" title="This group doesn’t have access">
      {item.may_edit ? (
        <Button
          mt="xs"
          size="xs"
          variant="default"
          loading={sharing}
          onClick={() => {
            share(true);
            void shareWithGroups(item.id, [...item.groups, group])
              .catch(toast.problem)
              .finally(() => share(false));
          }}
        >
          Share with this group
        </Button>
      ) : (
        "Ask the author to share it with this group."
      )}
    </Alert>
  );
}
