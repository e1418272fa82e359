/** The member's groups and pending invitations. */
import { Button, Group as Line, Title } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import rows from "@/channels/channels.module.css";
import { useMembership } from "@/identity/queries";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { GroupList } from "./group-list";
import classes from "./groups.module.css";
import { GroupsLayout } from "./groups-layout";
import { useWithdrawGroupInvitation } from "./membership-queries";
import { groups, ownGroupInvitations, useJoinGroup } from "./queries";

export function GroupsPage() {
  const { data, error, refetch } = useQuery(groups);
  const now = data?.filter((it) => !it.archived);
  const before = data?.filter((it) => it.archived) ?? [];
  return (
    <GroupsLayout>
      <OwnInvitations />
      {error && <ErrorState error={error} retry={refetch} />}
      {!data && !error && <ListSkeleton count={4} />}
      {data?.length === 0 && (
        <EmptyState
          icon={IconUsersGroup}
          title="You’re not in any groups yet"
          action={
            <Button component={Link} to="/groups/open" variant="default">
              Discover groups
            </Button>
          }
        >
          Create one for your team or project to share things only its members should see.
        </EmptyState>
      )}
      <GroupList groups={now ?? []} />
      {before.length > 0 && (
        <section aria-labelledby="archived" className={classes.section}>
          <Title order={2} id="archived">
            Archived
          </Title>
          <GroupList groups={before} />
        </section>
      )}
    </GroupsLayout>
  );
}

function OwnInvitations() {
  const { data } = useQuery(ownGroupInvitations);
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="offers">
      <Title order={2} id="offers" mb="xs">
        Invitations
      </Title>
      <ul className={rows.list}>
        {data.map((it) => (
          <InvitationRow key={it.group} {...it} />
        ))}
      </ul>
    </section>
  );
}

function InvitationRow({
  group,
  name,
  invited_by,
}: {
  group: string;
  name: string;
  invited_by: string;
}) {
  const { member } = useMembership();
  const join = useJoinGroup(group);
  const withdraw = useWithdrawGroupInvitation(group);
  return (
    <li className={rows.row}>
      <IconUsersGroup size={20} stroke={1.5} aria-hidden />
      <div className={rows.text}>
        <Link to={`/groups/${group}`} className={rows.name}>
          {name}
        </Link>
        <div className={rows.description}>{invited_by} invited you</div>
      </div>
      <Line className={rows.action ?? ""} gap="xs" wrap="nowrap">
        <Button
          size="compact-md"
          aria-label={`Join ${name}`}
          loading={join.isPending}
          onClick={() => join.mutate("")}
        >
          Join
        </Button>
        <Button
          size="compact-md"
          variant="default"
          aria-label={`Decline ${name}`}
          onClick={() => withdraw.mutate(member)}
        >
          {" "}
          Decline{" "}
        </Button>
      </Line>
    </li>
  );
}
