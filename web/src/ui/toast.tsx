/** Short messages at the edge of the screen: done, undo, and what went wrong. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { words } from "@/api/problem";

export function say(message: string) {
  notifications.show({ message, withBorder: true });
}

export function sayProblem(error: unknown) {
  notifications.show({
    title: "That did not work",
    message: words(error),
    color: "red",
    withBorder: true,
    autoClose: 8000,
    role: "alert",
  });
}

/** Says what was done and offers to take it back for ten seconds. */
export function sayUndoable(message: string, undo: () => void) {
  const id = notifications.show({
    withBorder: true,
    autoClose: 10_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="md">{message}</Text>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
