/** Who may say what from now on; for editors and leads. */
import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconAdjustments, IconCheck } from "@tabler/icons-react";
import type { Switch } from "@/api/types";
import { SWITCHES } from "./labels";
import { useSwitch } from "./queries";

const NOW = <IconCheck size={16} aria-label="Current" />;

interface Props {
  id: string;
  /** What was chosen here; null for what its channels say, or nobody. */
  own: Switch | null;
  now: Switch;
  hasChannels: boolean;
}

export function SwitchMenu({ id, own, now, hasChannels }: Props) {
  const chosen = own ?? (hasChannels ? null : now);
  const turn = useSwitch(id);
  return (
    <Menu width={280}>
      <Menu.Target>
        <ActionIcon aria-label="Who can comment" loading={turn.isPending}>
          <IconAdjustments size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasChannels && (
          <Menu.Item rightSection={chosen === null && NOW} onClick={() => turn.mutate(null)}>
            Same as channels
            <Text size="xs" c="dimmed">
              {own === null
                ? `Currently: ${SWITCHES[now].label.toLowerCase()}`
                : "Uses the most permissive channel setting"}
            </Text>
          </Menu.Item>
        )}
        {(Object.keys(SWITCHES) as Switch[]).map((it) => (
          <Menu.Item key={it} rightSection={it === chosen && NOW} onClick={() => turn.mutate(it)}>
            {SWITCHES[it].label}
            <Text size="xs" c="dimmed">
              {SWITCHES[it].about}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
