/** Shown for URLs without a route. */
import { Button } from "@mantine/core";
import { IconCompass } from "@tabler/icons-react";
import { Link } from "react-router";
import { EmptyState } from "@/ui/empty-state";
import { Page } from "@/ui/page";

export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <EmptyState
        icon={IconCompass}
        title="There’s nothing here"
        action={
          <>
            <Button component={Link} to="/">
              Go home
            </Button>
            <Button component={Link} to="/search" variant="default">
              Search
            </Button>
          </>
        }
      >
        The address may be mistyped, or the page was moved.
      </EmptyState>
    </Page>
  );
}
