/** Lists all members with their role and status. */
import { Anchor, Badge, Button, NativeSelect, ScrollArea, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { Member, Role } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { formatDate } from "@/ui/time";
import { toast } from "@/ui/toast";
import classes from "./members.module.css";
import { members, useChangeMember } from "./queries";
import { ROLES, roleName } from "./roles";

export function MembersPage() {
  const found = useInfiniteQuery(members);
  if (found.isPending) return <ListSkeleton />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  return (
    <>
      <ScrollArea viewportProps={{ tabIndex: 0, "aria-label": "Members", role: "region" }}>
        <Table className={classes.members ?? ""} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Joined</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {flattenPages(found.data).map((it) => (
              <MemberRow key={it.id} it={it} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      <LoadMore list={found} />
    </>
  );
}

function MemberRow({ it }: { it: Member }) {
  const change = useChangeMember();
  const { member } = useMembership();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/people/${it.id}`} c="inherit" fw={600} size="sm">
          {it.name}
        </Anchor>
        <Text size="sm" c="dimmed">
          {it.email}
        </Text>
      </Table.Td>
      <Table.Td>{formatDate(new Date(it.joined_at))}</Table.Td>
      <Table.Td>
        <NativeSelect
          size="xs"
          w={140}
          aria-label={`Role of ${it.name}`}
          data={ROLES}
          value={it.role}
          disabled={change.isPending}
          onChange={(event) => {
            const role = event.currentTarget.value as Role;
            change.mutate(
              { id: it.id, role },
              { onSuccess: () => toast.success(`${it.name} is now ${roleName(role)}.`) },
            );
          }}
        />
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={it.active ? "well" : "gray"} tt="none">
          {it.active ? "Active" : "Deactivated"}
        </Badge>
      </Table.Td>
      <Table.Td ta="right">
        {it.id !== member && (
          <Button
            variant="default"
            size="compact-sm"
            loading={change.isPending}
            onClick={() => change.mutate({ id: it.id, active: !it.active })}
          >
            {it.active ? "Deactivate" : "Activate"}
            <span style={{ position: "absolute", clipPath: "inset(50%)" }}> {it.name}</span>
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
