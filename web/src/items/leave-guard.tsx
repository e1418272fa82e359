/** Asks before leaving a page with changes that are not on the server yet. */
import { Button, Group, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useBlocker } from "react-router";
import { Dialog } from "@/ui/dialog";

export function useLeaveGuard(unsaved: boolean) {
  const allowed = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && !allowed.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!allowed.current) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [unsaved]);
  return {
    allow: () => {
      allowed.current = true;
    },
    question: blocker.state === "blocked" && (
      <Dialog onClose={blocker.reset} title="Leave without publishing?">
        <Text mb="md">Your draft is kept in this browser.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={blocker.proceed}>
            Leave
          </Button>
          <Button onClick={blocker.reset} data-autofocus>
            Keep writing
          </Button>
        </Group>
      </Dialog>
    ),
  };
}
