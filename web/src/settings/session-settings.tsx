/** Signs out of this browser or of all devices. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useSignOutEverywhere } from "@/identity/queries";
import { session } from "@/identity/session";

export function SessionSettings() {
  const everywhere = useSignOutEverywhere();
  return (
    <Stack gap="xl">
      <section>
        <Title order={2}>This browser</Title>
        <Text c="dimmed" mb="sm">
          You stay signed in until you close the last tab or sign out.
        </Text>
        <Button variant="default" onClick={() => void session.signOut()}>
          Sign out
        </Button>
      </section>
      <section>
        <Title order={2}>All devices</Title>
        <Text c="dimmed" mb="sm">
          Lost a device or used a shared computer? This ends all your sessions, including this one.
        </Text>
        <Group>
          <Button
            color="red"
            loading={everywhere.isPending}
            onClick={() => everywhere.mutate(undefined, { onSuccess: () => session.signOut() })}
          >
            Sign out everywhere
          </Button>
        </Group>
      </section>
    </Stack>
  );
}
