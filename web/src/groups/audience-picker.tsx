/** Picks the audience of an item: everyone or selected groups. */
import { MultiSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { groups } from "./queries";

/** The limit of groups per item. */
const MAX_GROUPS = 5;

/** Group ids, or null for everyone. An empty list is incomplete. */
export type Audience = string[] | null;

/** A group without members: items of a deleted group are visible to their authors only. */
const AUTHORS_ONLY = "0".repeat(26);

/** The name of a group among the member's groups. */
export function audienceName(id: string, known: { id: string; name: string }[] = []): string {
  if (id === AUTHORS_ONLY) return "its authors";
  return known.find((it) => it.id === id)?.name ?? "a group";
}

export function isAudienceComplete(audience: Audience): boolean {
  return audience === null || audience.length > 0;
}

interface Props {
  value: Audience;
  onChange: (audience: Audience) => void;
  error?: ReactNode;
}

export function AudiencePicker({ value, onChange, error }: Props) {
  const label = useId();
  const { data } = useQuery(groups);
  if (data?.length === 0 && value === null) return null;
  const others = (value ?? []).filter((id) => data && !data.some((it) => it.id === id));
  return (
    <Stack gap={6}>
      <Text component="span" fw={500} size="sm" id={label}>
        Visible to
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        value={value ? "some" : "all"}
        onChange={(choice) => onChange(choice === "some" ? [] : null)}
        data={[
          { value: "all", label: "Everyone" },
          { value: "some", label: "Selected groups" },
        ]}
      />
      {value && (
        <MultiSelect
          aria-label="Groups with access"
          placeholder={value.length > 0 ? "" : "Choose groups"}
          data={[
            ...(data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ...others.map((id) => ({ value: id, label: audienceName(id) })),
          ]}
          value={value}
          onChange={onChange}
          description={value.length === 0 && "Choose at least one group."}
          error={error}
          maxValues={MAX_GROUPS}
          searchable
          hidePickedOptions
        />
      )}
    </Stack>
  );
}
