/** Shown to signed-in users without a current membership. */
import { Button, Stack, Text, UnstyledButton } from "@mantine/core";
import type { Me } from "@/api/types";
import { CreateOrganisation } from "./create-organisation";
import { PublicLayout } from "./public-layout";
import { useChooseOrganisation } from "./queries";
import { session } from "./session";

export default function StartPage({ me }: { me: Me }) {
  const choose = useChooseOrganisation();
  return (
    <PublicLayout
      title="Welcome to Sharewell"
      lead={
        me.memberships.length > 0
          ? "Choose an organisation."
          : "You’re signed in but don’t belong to an organisation yet. If a colleague invited you, open the link in the email."
      }
    >
      <Stack>
        {me.memberships.map(({ organisation, organisation_name }) => (
          <Button key={organisation} variant="default" onClick={() => choose.mutate(organisation)}>
            {organisation_name}
          </Button>
        ))}
        {me.may_create_organisation && <CreateOrganisation />}
        <Text size="sm" c="dimmed">
          Wrong account?{" "}
          <UnstyledButton
            fz="sm"
            td="underline"
            c="var(--mantine-color-anchor)"
            onClick={() => void session.signOut()}
          >
            {" "}
            Use another account{" "}
          </UnstyledButton>
        </Text>
      </Stack>
    </PublicLayout>
  );
}
