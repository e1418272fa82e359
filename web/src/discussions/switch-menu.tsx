/** Who may say what from now on; for editors and leads. */
import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconAdjustments, IconCheck } from "@tabler/icons-react";
import type { Switch } from "@/api/types";
import { useSwitch } from "./queries";
import { SWITCHES } from "./words";

export function SwitchMenu({ id, now }: { id: string; now: Switch }) {
  const turn = useSwitch(id);
  return (
    <Menu width={280}>
      <Menu.Target>
        <ActionIcon aria-label="Who may say what" loading={turn.isPending}>
          <IconAdjustments size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(SWITCHES) as Switch[]).map((it) => (
          <Menu.Item
            key={it}
            rightSection={it === now && <IconCheck size={16} aria-label="as it is now" />}
            onClick={() => turn.mutate(it)}
          >
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
