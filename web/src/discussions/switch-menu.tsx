/** Who may say what from now on; for editors and leads. */
import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconAdjustments, IconCheck } from "@tabler/icons-react";
import type { Switch } from "@/api/types";
import { useSwitch } from "./queries";
import { SWITCHES } from "./words";

const NOW = <IconCheck size={16} aria-label="as it is now" />;

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
        <ActionIcon aria-label="Who may say what" loading={turn.isPending}>
          <IconAdjustments size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasChannels && (
          <Menu.Item rightSection={chosen === null && NOW} onClick={() => turn.mutate(null)}>
            As its channels say
            <Text size="xs" c="dimmed">
              {own === null ? `${SWITCHES[now].label} at present` : "The most open of them counts"}
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
