/** The member's organisations. */
import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useNavigate } from "react-router";
import { ROLES } from "@/admin/roles";
import { CreateOrganisation } from "@/identity/create-organisation";
import { useChooseOrganisation, useMe } from "@/identity/queries";

export function OrganisationSettings() {
  const { data } = useMe();
  const choose = useChooseOrganisation();
  const navigate = useNavigate();
  return (
    <Stack gap="xl">
      <section>
        <Title order={2} mb="sm">
          {" "}
          Your organisations{" "}
        </Title>
        <Stack gap="sm">
          {data?.memberships.map(({ organisation, organisation_name, role }) => (
            <Group key={organisation} justify="space-between">
              <div>
                <Text fw={600}>{organisation_name}</Text>
                <Text size="sm" c="dimmed">
                  {ROLES.find(({ value }) => value === role)?.label}
                </Text>
              </div>
              {organisation === data.current?.organisation ? (
                <Badge variant="light" tt="none">
                  {" "}
                  Current{" "}
                </Badge>
              ) : (
                <Button
                  variant="default"
                  size="compact-md"
                  onClick={() => choose.mutate(organisation, { onSuccess: () => navigate("/") })}
                >
                  {" "}
                  Switch{" "}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      </section>
      <section>
        <Title order={2} mb="sm">
          Join another organisation
        </Title>
        <Text c="dimmed">Open the link in the invitation that an admin sends you.</Text>
      </section>
      {data?.may_create_organisation && (
        <section>
          <Title order={2} mb="sm">
            Create another organisation
          </Title>
          <CreateOrganisation />
        </section>
      )}
    </Stack>
  );
}
