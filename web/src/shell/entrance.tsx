/** The way in: nobody signed in, nobody known here yet, or the app. */
import { useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import { useMe } from "@/identity/queries";
import { session, useSession } from "@/identity/session";
import { SignedOutPage } from "@/identity/signed-out-page";
import { StartPage } from "@/identity/start-page";
import { Failure } from "@/ui/failure";
import { Shell } from "./shell";
import { Waiting } from "./waiting";

export function Entrance() {
  const state = useSession();
  useEffect(() => {
    if (state === "starting") void session.start();
  }, [state]);
  if (state === "starting") return <Waiting />;
  if (state === "in") return <Inside />;
  return <SignedOutPage lost={state === "lost"} />;
}

function Inside() {
  const { data, error, refetch } = useMe();
  const { pathname } = useLocation();
  if (data?.current) return <Shell />;
  if (data) return pathname === "/" ? <StartPage me={data} /> : <Navigate to="/" replace />;
  if (error) return <Failure error={error} retry={refetch} />;
  return <Waiting />;
}
