/** Follows or unfollows a channel. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useFollow } from "./queries";

interface Props {
  id: string;
  name: string;
  followed: boolean;
}

export function FollowButton({ id, name, followed }: Props) {
  const follow = useFollow(id);
  return (
    <Button
      size="compact-md"
      h={32}
      w={followed ? 116 : 92}
      variant={followed ? "default" : "light"}
      leftSection={followed ? <IconCheck size={15} aria-hidden /> : null}
      aria-pressed={followed}
      aria-label={followed ? `Following ${name}` : `Follow ${name}`}
      onClick={() => follow.mutate(!followed)}
    >
      {followed ? "Following" : "Follow"}
    </Button>
  );
}
