/** Sets the discussion mode; for editors and leads. */
import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconAdjustments, IconCheck } from "@tabler/icons-react";
import type { DiscussionMode } from "@/api/types";
import { MODE_LABELS } from "./labels";
import { useSetDiscussionMode } from "./queries";

const CURRENT_ICON = <IconCheck size={16} aria-label="Current" />;

interface Props {
  id: string;
  /** The mode set here; null if inherited. */
  own: DiscussionMode | null;
  now: DiscussionMode;
  hasChannels: boolean;
}

export function DiscussionModeMenu({ id, own, now, hasChannels }: Props) {
  const chosen = own ?? (hasChannels ? null : now);
  const setMode = useSetDiscussionMode(id);
  return (
    <Menu width={280}>
      <Menu.Target>
        <ActionIcon aria-label="Who can comment" loading={setMode.isPending}>
          <IconAdjustments size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasChannels && (
          <Menu.Item
            rightSection={chosen === null && CURRENT_ICON}
            onClick={() => setMode.mutate(null)}
          >
            Same as channels
            <Text size="xs" c="dimmed">
              {own === null
                ? `Currently: ${MODE_LABELS[now].label.toLowerCase()}`
                : "Uses the most permissive channel setting"}
            </Text>
          </Menu.Item>
        )}
        {(Object.keys(MODE_LABELS) as DiscussionMode[]).map((it) => (
          <Menu.Item
            key={it}
            rightSection={it === chosen && CURRENT_ICON}
            onClick={() => setMode.mutate(it)}
          >
            {MODE_LABELS[it].label}
            <Text size="xs" c="dimmed">
              {MODE_LABELS[it].about}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
