/** Picks channels; suggests channels with similar items. */
import { Button, Group, MultiSelect, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { channels, suggestedChannels } from "./queries";

/** The limit of channels per item. */
const MAX_CHANNELS = 7;

interface Props {
  value: string[];
  onChange: (ids: string[]) => void;
  error?: ReactNode;
  /** The draft so far: its title and the beginning of its text. */
  draft?: string;
}

export function ChannelPicker({ value, onChange, error, draft = "" }: Props) {
  const { data } = useQuery(channels);
  return (
    <Stack gap={6}>
      <MultiSelect
        label="Channels"
        placeholder={value.length > 0 ? "" : "Add channels"}
        data={
          data
            ?.filter((it) => !it.archived || value.includes(it.id))
            .map(({ id, name }) => ({ value: id, label: name })) ?? []
        }
        value={value}
        onChange={onChange}
        error={error}
        maxValues={MAX_CHANNELS}
        searchable
        hidePickedOptions
      />
      {value.length < MAX_CHANNELS && (
        <SuggestedChannels draft={draft} but={value} add={(id) => onChange([...value, id])} />
      )}
    </Stack>
  );
}

interface SuggestedProps {
  draft: string;
  but: string[];
  add: (id: string) => void;
}

function SuggestedChannels({ draft, but, add }: SuggestedProps) {
  const [asked] = useDebouncedValue(draft, 600);
  const { data } = useQuery(suggestedChannels(asked));
  const some = asked.trim() ? data?.filter((it) => !but.includes(it.id)) : [];
  if (!some?.length) return null;
  return (
    <Group gap={6} role="group" aria-label="Suggested channels">
      <Text size="sm" c="dimmed">
        Suggested
      </Text>
      {some.map(({ id, name }) => (
        <Button
          key={id}
          size="compact-sm"
          variant="default"
          radius="xl"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => add(id)}
        >
          {name}
        </Button>
      ))}
    </Group>
  );
}
