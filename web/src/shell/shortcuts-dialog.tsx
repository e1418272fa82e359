/** Lists the keyboard shortcuts. */
import { Group, Kbd, Stack, Text } from "@mantine/core";
import { Dialog } from "@/ui/dialog";
import { SHORTCUTS } from "./shortcuts";

export default function ShortcutsDialog({ close }: { close: () => void }) {
  return (
    <Dialog onClose={close} title="Keyboard shortcuts">
      <Stack gap="sm">
        {SHORTCUTS.map(({ keys, description }) => (
          <Group key={keys.join()} justify="space-between">
            <Text>{description}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          Turn single-key shortcuts off in Settings, Appearance.
        </Text>
      </Stack>
    </Dialog>
  );
}
