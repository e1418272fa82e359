/** Invites people and lists pending invitations. */
import { Button, Group, ScrollArea, Table, Title } from "@mantine/core";
import { IconMailPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flattenPages } from "@/api/pagination";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { RelativeTime } from "@/ui/relative-time";
import { formatDate } from "@/ui/time";
import { InviteForm } from "./invite-form";
import { invitations, useResendInvitation, useWithdrawInvitation } from "./queries";
import { roleLabel } from "./roles";

export function InvitationsPage() {
  return (
    <>
      <InviteForm />
      <Title order={2} mt="xl" mb="xs">
        Pending
      </Title>
      <PendingInvitations />
    </>
  );
}

function PendingInvitations() {
  const found = useInfiniteQuery(invitations);
  const resend = useResendInvitation();
  const withdraw = useWithdrawInvitation();
  if (found.isPending) return <ListSkeleton count={3} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const all = flattenPages(found.data);
  if (all.length === 0) {
    return (
      <EmptyState icon={IconMailPlus} title="No pending invitations">
        Paste email addresses above to invite people.
      </EmptyState>
    );
  }
  return (
    <>
      <ScrollArea viewportProps={{ tabIndex: 0, "aria-label": "Invitations", role: "region" }}>
        <Table miw={680} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Email</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Invited</Table.Th>
              <Table.Th>Expires</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((it) => (
              <Table.Tr key={it.id}>
                <Table.Td fw={500}>{it.email}</Table.Td>
                <Table.Td>{roleLabel(it.role)}</Table.Td>
                <Table.Td>
                  <RelativeTime at={it.invited_at} /> by {it.invited_by}
                </Table.Td>
                <Table.Td>{formatDate(new Date(it.expires_at))}</Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={`Resend to ${it.email}`}
                      onClick={() => resend.mutate(it)}
                    >
                      {" "}
                      Resend{" "}
                    </Button>
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      aria-label={`Withdraw invitation to ${it.email}`}
                      onClick={() => withdraw.mutate(it.id)}
                    >
                      Withdraw
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      <LoadMore list={found} />
    </>
  );
}
