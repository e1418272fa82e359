/** What is left when a page breaks: an apology, and ways on. */
import { Button, Center } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useRouteError } from "react-router";
import { Problem } from "@/api/problem";
import { Empty } from "@/ui/empty";
import { Failure } from "@/ui/failure";

export function Broken() {
  const error = useRouteError();
  if (error instanceof Problem) return <Failure error={error} retry={() => location.reload()} />;
  // A page of an older version of the app, gone since a newer one was put up.
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
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
