/** Invites people from a pasted list or a CSV file, and shows the result of each line. */
import {
  Button,
  FileButton,
  Group,
  NativeSelect,
  Stack,
  Table,
  Text,
  Textarea,
} from "@mantine/core";
import type { InvitationReport, Role } from "@/api/types";
import { pluralise } from "@/ui/format";
import { useProblemForm } from "@/ui/problem-form";
import { useInviteMembers } from "./queries";
import { ROLES } from "./roles";

const OUTCOMES = {
  invited: "Invited",
  already_a_member: "Already a member",
  already_invited: "Already invited",
  duplicate: "Duplicate",
  no_email_found: "No email address",
} as const;

export function InviteForm() {
  const invite = useInviteMembers();
  const form = useProblemForm({ people: "", role: "member" as Role }, invite.error);
  const read = async (file: File | null) => {
    if (file) form.setFieldValue("people", await file.text());
  };
  return (
    <form
      onSubmit={form.onSubmit((body) =>
        invite.mutate(body, { onSuccess: () => form.setFieldValue("people", "") }),
      )}
    >
      <Stack maw={640}>
        <Textarea
          label="Email addresses"
          description="One per line or separated by commas. Names are fine."
          placeholder={"ana@example.com\nBo Lind <bo@example.com>"}
          required
          autosize
          minRows={4}
          maxRows={14}
          {...form.getInputProps("people")}
        />
        <Group align="flex-end">
          <NativeSelect label="Role" data={ROLES} {...form.getInputProps("role")} />
          <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={read}>
            {(props) => (
              <Button {...props} variant="default">
                Upload CSV
              </Button>
            )}
          </FileButton>
          <Button type="submit" loading={invite.isPending} ml="auto">
            Send invitations
          </Button>
        </Group>
        {form.rest}
        {invite.data && <InvitationResults report={invite.data} />}
      </Stack>
    </form>
  );
}

function InvitationResults({ report }: { report: InvitationReport }) {
  return (
    <section aria-label="Invitation results">
      <Text fw={600} role="status">
        {pluralise(report.invited, "invitation")} sent
      </Text>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={60}>Line</Table.Th>
            <Table.Th>Person</Table.Th>
            <Table.Th>Result</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.lines.map(({ line, text, email: address, outcome }) => (
            <Table.Tr key={`${line}.${address ?? text}`}>
              <Table.Td>{line}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{address ?? text}</Table.Td>
              <Table.Td c={outcome === "invited" ? undefined : "dimmed"}>
                {OUTCOMES[outcome]}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
