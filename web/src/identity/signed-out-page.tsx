/** Shown to signed-out visitors; returns to the requested page after signing in. */
import { useLocation } from "react-router";
import { PublicLayout } from "./public-layout";
import { SignIn } from "./sign-in";

export default function SignedOutPage({ lost }: { lost: boolean }) {
  const { pathname, search, hash } = useLocation();
  const to = pathname + search + hash;
  return (
    <PublicLayout
      title={lost ? "You’ve been signed out" : "Sharewell"}
      lead={
        lost
          ? "Sign in to continue."
          : to === "/"
            ? "Find who knows what, and keep what they learn."
            : "Sign in to see this page."
      }
    >
      <SignIn to={to} />
    </PublicLayout>
  );
}
