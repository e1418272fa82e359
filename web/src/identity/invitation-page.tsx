/** The page behind an invitation link: who invited, and joining. */
import { Button, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { problemMessage } from "@/api/problem";
import { useProblemForm } from "@/ui/problem-form";
import { formatDate } from "@/ui/time";
import { PublicLayout } from "./public-layout";
import { invitation, useAcceptInvitation } from "./queries";
import { session, useSession } from "./session";
import { SignIn } from "./sign-in";

export function InvitationPage() {
  const { token = "" } = useParams();
  const state = useSession();
  const { data: offer, error } = useQuery(invitation(token));
  useEffect(() => {
    if (state === "starting") void session.start();
  }, [state]);
  if (error) {
    return (
      <PublicLayout
        title="This invitation has expired or was withdrawn"
        lead={`${problemMessage(error)} Ask for a new invitation.`}
      >
        <Button component={Link} to="/" variant="default" fullWidth>
          Go to Sharewell
        </Button>
      </PublicLayout>
    );
  }
  if (!offer || state === "starting") {
    return <PublicLayout title="You’re invited" lead={<Skeleton h={14} w="80%" />} />;
  }
  return (
    <PublicLayout
      title={`Join ${offer.organisation_name}`}
      lead={
        <>
          {offer.invited_by} invited <strong>{offer.email}</strong>. The invitation expires on{" "}
          {formatDate(new Date(offer.expires_at))}.
        </>
      }
    >
      {state === "in" ? <AcceptForm token={token} /> : <SignIn to={`/invitation/${token}`} />}
    </PublicLayout>
  );
}

function AcceptForm({ token }: { token: string }) {
  const accept = useAcceptInvitation(token);
  const navigate = useNavigate();
  const form = useProblemForm({ name: "" }, accept.error);
  return (
    <form
      onSubmit={form.onSubmit(({ name }) =>
        accept.mutate(name, { onSuccess: () => navigate("/") }),
      )}
    >
      <Stack gap="sm">
        <TextInput
          label="Your name"
          description="As colleagues will see it"
          required
          maxLength={80}
          autoComplete="name"
          {...form.getInputProps("name")}
        />
        {form.rest}
        <Button type="submit" loading={accept.isPending}>
          Join
        </Button>
        <Text size="sm" c="dimmed">
          After joining, you can find this organisation’s documents, people and channels.
        </Text>
      </Stack>
    </form>
  );
}
