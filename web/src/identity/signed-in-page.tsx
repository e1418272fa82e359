/** The pool's redirect target: redeems the code and continues. */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { PageSkeleton } from "@/shell/page-skeleton";
import { PublicLayout } from "./public-layout";
import { session } from "./session";

/** A code works once, and effects run twice under StrictMode. */
let redeeming: Promise<string> | undefined;

export function SignedInPage() {
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    redeeming ??= session.finish(location.href);
    redeeming
      .then((to) => navigate(to, { replace: true }))
      .catch(() => setFailed(true))
      .finally(() => {
        redeeming = undefined;
      });
  }, [navigate]);
  if (!failed) return <PageSkeleton />;
  return (
    <PublicLayout
      title="Sign-in failed"
      lead="It took too long or was used twice. Try signing in again."
    >
      <Button component="a" href="/" fullWidth size="md">
        Try again
      </Button>
    </PublicLayout>
  );
}
