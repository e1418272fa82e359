/** Shows the sign-in page, the start page, or the app. */
import { lazy, Suspense, useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import { useMe } from "@/identity/queries";
import { session, useSession } from "@/identity/session";
import { ErrorState } from "@/ui/error-state";
import { PageSkeleton } from "./page-skeleton";
import { Shell } from "./shell";

const SignedOutPage = lazy(() => import("@/identity/signed-out-page"));
const StartPage = lazy(() => import("@/identity/start-page"));

export function RequireAuth() {
  const state = useSession();
  useEffect(() => {
    if (state === "starting") void session.start();
  }, [state]);
  if (state === "starting") return <PageSkeleton />;
  if (state === "in") return <SignedInApp />;
  return (
    <Suspense fallback={null}>
      <SignedOutPage lost={state === "lost"} />
    </Suspense>
  );
}

function SignedInApp() {
  const { data, error, refetch } = useMe();
  const { pathname } = useLocation();
  if (data?.current) return <Shell />;
  if (data && pathname !== "/") return <Navigate to="/" replace />;
  if (data) {
    return (
      <Suspense fallback={<PageSkeleton />}>
        <StartPage me={data} />
      </Suspense>
    );
  }
  if (error) return <ErrorState error={error} retry={refetch} />;
  return <PageSkeleton />;
}
