/** Renders toasts with Mantine notifications. */
import { Button, Group, Text } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.layer.css";

export function Toaster() {
  return <Notifications position="bottom-center" limit={4} />;
}

export function showSuccess(message: string) {
  notifications.show({ message, withBorder: true });
}

export function showProblem(message: string) {
  notifications.show({
    title: "Something went wrong",
    message,
    color: "red",
    withBorder: true,
    autoClose: 8000,
    role: "alert",
  });
}

export function showUndoable(message: string, undo: () => void) {
  const id = notifications.show({
    withBorder: true,
    autoClose: 10_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="md">{message}</Text>
        <Button
          variant="subtle"
          size="compact-sm"
          flex="none"
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
