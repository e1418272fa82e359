/** Something could not be loaded: what happened, and how to go on. */
import { Button } from "@mantine/core";
import { IconCloudOff, IconLock, IconMoodConfuzed } from "@tabler/icons-react";
import { Link } from "react-router";
import { isMissing, Problem, words } from "@/api/problem";
import { Empty } from "./empty-state";

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  if (isMissing(error)) {
    return (
      <Empty
        icon={IconLock}
        title="Not found"
        action={
          <Button component={Link} to="/search" variant="default">
            Search
          </Button>
        }
      >
        {words(error)}
      </Empty>
    );
  }
  const offline = error instanceof Problem && error.code === "offline";
  const id = error instanceof Problem ? error.id : undefined;
  return (
    <Empty
      icon={offline ? IconCloudOff : IconMoodConfuzed}
      title={offline ? "No connection" : "This page didn’t load"}
      action={
        retry && (
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      {words(error)}
      {id && ` (Reference ${id})`}
    </Empty>
  );
}
