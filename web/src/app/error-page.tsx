/** Shown when a page throws: an explanation and ways to continue. */
import { Button, Center } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useEffect } from "react";
import { useRouteError } from "react-router";
import { Problem } from "@/api/problem";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";

export function ErrorPage() {
  const error = useRouteError();
  // A chunk of an older build that is gone since a newer one was deployed.
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
  useEffect(() => {
    if (outdated) reloadOnce();
  }, [outdated]);
  if (error instanceof Problem) return <ErrorState error={error} retry={() => location.reload()} />;
  return (
    <Center mih="70vh">
      <EmptyState
        icon={IconMoodSad}
        title={outdated ? "A new version is available" : "Something went wrong on this page"}
        action={
          <>
            <Button onClick={() => location.reload()}>Reload</Button>
            <Button variant="default" component="a" href="/">
              Go home
            </Button>
          </>
        }
      >
        {outdated
          ? "Sharewell was updated since you opened it."
          : "Reload to try again. Notes you were writing are kept as drafts."}
      </EmptyState>
    </Center>
  );
}

/** Reloads to get the newer build, unless it just did so. */
function reloadOnce() {
  const before = Number(sessionStorage.getItem("sharewell.reloaded"));
  if (Date.now() - before < 20_000) return;
  sessionStorage.setItem("sharewell.reloaded", String(Date.now()));
  location.reload();
}
