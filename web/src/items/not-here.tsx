/** An address that opens nothing for whoever came by it, and how they may still get to see it. */
import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { Link } from "react-router";
import { Empty } from "@/ui/empty";
import { say } from "@/ui/toast";

export function NotHere() {
  const clipboard = useClipboard();
  return (
    <Empty
      icon={IconLock}
      title="Not here, or not for you"
      action={
        <Group justify="center">
          <Button component={Link} to="/search" variant="default">
            Search for it
          </Button>
          <Button component={Link} to="/people" variant="default">
            Ask somebody
          </Button>
          <Button
            variant="default"
            onClick={() => {
              clipboard.copy(location.href);
              say("The address is on your clipboard. Send it to whom you ask.");
            }}
          >
            Copy the address
          </Button>
        </Group>
      }
    >
      It was deleted, or it is for groups that you are not in. Whoever sent you here can open it and
      share it with a group of yours.
    </Empty>
  );
}
