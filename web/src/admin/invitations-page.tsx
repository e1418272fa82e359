/** Asking people in, and the invitations still open. */
import { Button, Group, ScrollArea, Table, Title } from "@mantine/core";
import { IconMailPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flat } from "@/api/pagination";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { When } from "@/ui/relative-time";
import { onDay } from "@/ui/time";
import { InviteForm } from "./invite-form";
import { invitations, useResend, useWithdraw } from "./queries";
import { roleLabel } from "./roles";

export function InvitationsPage() {
  return (
    <>
      <InviteForm />
      <Title order={2} mt="xl" mb="xs">
        Pending
      </Title>
      <Open />
    </>
  );
}

function Open() {
  const found = useInfiniteQuery(invitations);
  const resend = useResend();
  const withdraw = useWithdraw();
  if (found.isPending) return <Rows count={3} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const all = flat(found.data);
  if (all.length === 0) {
    return (
      <Empty icon={IconMailPlus} title="No pending invitations">
        Paste email addresses above to invite people.
      </Empty>
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
                <Table.Td fw={500}>{it.address}</Table.Td>
                <Table.Td>{roleLabel(it.role)}</Table.Td>
                <Table.Td>
                  <When at={it.invited_at} /> by {it.invited_by}
                </Table.Td>
                <Table.Td>{onDay(new Date(it.expires_at))}</Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={`Resend to ${it.address}`}
                      onClick={() => resend.mutate(it)}
                    >
                      {" "}
                      Resend{" "}
                    </Button>
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      aria-label={`Withdraw invitation to ${it.address}`}
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
      <More list={found} />
    </>
  );
}
