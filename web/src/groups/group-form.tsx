/** The fields of a group: name, kind, visibility, purpose. */
import { NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { NewGroup } from "@/api/types";
import { KINDS, VISIBILITIES } from "./labels";

export type GroupFields = Omit<NewGroup, "members">;

interface Props {
  value: GroupFields;
  errors: Partial<Record<keyof GroupFields, ReactNode>>;
  onChange: (words: Partial<GroupFields>) => void;
}

export function GroupForm({ value, errors, onChange }: Props) {
  const label = useId();
  const visibilityText = VISIBILITIES.find((it) => it.value === value.visibility)?.description;
  return (
    <Stack>
      <TextInput
        label="Name"
        required
        maxLength={80}
        data-autofocus
        value={value.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label="Kind"
        data={[...KINDS]}
        value={value.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value as GroupFields["kind"] })}
      />
      <Stack gap={6}>
        <Text component="span" fw={500} size="sm" id={label}>
          Visibility
        </Text>
        <SegmentedControl
          aria-labelledby={label}
          fullWidth
          data={VISIBILITIES.map(({ value: one, label: name }) => ({ value: one, label: name }))}
          value={value.visibility}
          onChange={(choice) => onChange({ visibility: choice as GroupFields["visibility"] })}
        />
        <Text size="sm" c="dimmed">
          {visibilityText}
        </Text>
      </Stack>
      <Textarea
        label="Purpose"
        autosize
        minRows={2}
        maxLength={4000}
        value={value.purpose}
        error={errors.purpose}
        onChange={(event) => onChange({ purpose: event.currentTarget.value })}
      />
    </Stack>
  );
}
