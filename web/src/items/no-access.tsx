/** Shown for an item that is missing or not accessible, with ways to get access. */
import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { Link } from "react-router";
import { EmptyState } from "@/ui/empty-state";
import { toast } from "@/ui/toast";

export function NoAccess() {
  const clipboard = useClipboard();
  return (
    <EmptyState
      icon={IconLock}
      title="Page not found, or you don’t have access"
      action={
        <Group justify="center">
          <Button component={Link} to="/search" variant="default">
            Search
          </Button>
          <Button component={Link} to="/people" variant="default">
            Find a colleague
          </Button>
          <Button
            variant="default"
            onClick={() => {
              clipboard.copy(location.href);
              toast.success("Link copied. Send it to someone who can give you access.");
            }}
          >
            Copy link
          </Button>
        </Group>
      }
    >
      It may have been deleted, or it’s only visible to groups you’re not in. Ask the person who
      sent you the link to share it with one of your groups.
    </EmptyState>
  );
}
