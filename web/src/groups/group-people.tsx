/** Members with role and origin, join requests and pending invitations. */
import { Button, CloseButton, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { flattenPages } from "@/api/pagination";
import type { GroupRole } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { AddPeopleDialog } from "./add-people-dialog";
import { GroupInvitations } from "./group-invitations";
import { JoinRequests } from "./group-requests";
import { RulePanel } from "./group-rule";
import classes from "./groups.module.css";
import { ROLES } from "./labels";
import { MemberRow } from "./member-row";
import { groupMembers } from "./membership-queries";
import { useGroup } from "./use-group";

export function GroupPeople() {
  const it = useGroup();
  const [adding, { open, close }] = useDisclosure();
  const [role, setRole] = useState<GroupRole | "all">("all");
  const [typed, setTyped] = useState("");
  const [name] = useDebouncedValue(typed.trim(), 150);
  const mayInvite = it.may_manage || (it.visibility === "open" && it.role === "member");
  return (
    <>
      {it.may_manage && <JoinRequests />}
      <RulePanel />
      <div className={classes.bar}>
        <TextInput
          aria-label="Find a member"
          placeholder="Find a member"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={typed && <CloseButton aria-label="Clear" onClick={() => setTyped("")} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="Role"
          value={role}
          onChange={(choice) => setRole(choice as GroupRole | "all")}
          data={[
            { value: "all", label: "All" },
            ...ROLES.map((one) => ({ value: one.value, label: `${one.label}s` })),
          ]}
        />
        {mayInvite && !it.archived_at && (
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
            {it.may_manage ? "Add people" : "Invite people"}
          </Button>
        )}
      </div>
      <Members role={role === "all" ? undefined : role} name={name || undefined} />
      {it.may_manage && <GroupInvitations />}
      {adding && <AddPeopleDialog group={it} close={close} />}
    </>
  );
}

function Members({ role, name }: { role: GroupRole | undefined; name: string | undefined }) {
  const it = useGroup();
  const found = useInfiniteQuery(groupMembers(it.id, { role, name }));
  if (found.isPending) return <ListSkeleton height={56} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const members = flattenPages(found.data);
  if (members.length === 0) {
    return (
      <EmptyState
        icon={IconSearch}
        title={name ? `No members found for “${name}”` : "No members yet"}
      />
    );
  }
  return (
    <>
      <ul className={rows.list} aria-label="Members">
        {members.map((one) => (
          <MemberRow key={one.id} group={it} member={one} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}
