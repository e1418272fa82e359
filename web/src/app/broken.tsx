/** What is left when a page breaks: an apology, and ways on. */
import { Button, Center } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useEffect } from "react";
import { useRouteError } from "react-router";
import { Problem } from "@/api/problem";
import { Empty } from "@/ui/empty";
import { Failure } from "@/ui/failure";

export function Broken() {
  const error = useRouteError();
  // A page of an older version of the app, gone since a newer one was put up.
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
  useEffect(() => {
    if (outdated) reloadOnce();
  }, [outdated]);
  if (error instanceof Problem) return <Failure error={error} retry={() => location.reload()} />;
  return (
    <Center mih="70vh">
      <Empty
        icon={IconMoodSad}
        title={outdated ? "There is a newer version" : "This page broke"}
        action={
          <>
            <Button onClick={() => location.reload()}>Load it again</Button>
            <Button variant="default" component="a" href="/">
              Go home
            </Button>
          </>
        }
      >
        {outdated
          ? "Sharewell was updated while it was open here."
          : "That is our fault, not yours. What you wrote in a note is kept as a draft."}
      </Empty>
    </Center>
  );
}

/** Gets the newer version without asking, unless that did not help a moment ago. */
function reloadOnce() {
  const before = Number(sessionStorage.getItem("sharewell.reloaded"));
  if (Date.now() - before < 20_000) return;
  sessionStorage.setItem("sharewell.reloaded", String(Date.now()));
  location.reload();
}
