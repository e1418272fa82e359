/** A loading error: what happened, and a retry. */
import { Button } from "@mantine/core";
import { IconCloudOff, IconLock, IconMoodConfuzed } from "@tabler/icons-react";
import { Link } from "react-router";
import { isMissing, Problem, problemMessage } from "@/api/problem";
import { EmptyState } from "./empty-state";

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  if (isMissing(error)) {
    return (
      <EmptyState
        icon={IconLock}
        title="Not found"
        action={
          <Button component={Link} to="/search" variant="default">
            Search
          </Button>
        }
      >
        {problemMessage(error)}
      </EmptyState>
    );
  }
  const offline = error instanceof Problem && error.code === "offline";
  const id = error instanceof Problem ? error.id : undefined;
  return (
    <EmptyState
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
      {problemMessage(error)}
      {id && ` (Reference ${id})`}
    </EmptyState>
  );
}
