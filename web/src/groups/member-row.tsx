/** A member of a group: role, origin, and the lead's actions. */
import { ActionIcon, Badge, Menu } from "@mantine/core";
import { IconDots, IconUserMinus } from "@tabler/icons-react";
import { Link } from "react-router";
import type { GroupMember, GroupView } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { useMembership } from "@/identity/queries";
import { Avatar } from "@/ui/avatar";
import { toast } from "@/ui/toast";
import { membershipReason, ROLES, roleLabel } from "./labels";
import { useAddToGroup, useChangeRole, useRemoveFromGroup } from "./membership-queries";

export function MemberRow({ group, member: one }: { group: GroupView; member: GroupMember }) {
  return (
    <li className={rows.row}>
      <Avatar name={one.name} size={32} />
      <div className={rows.text}>
        <Link to={`/people/${one.id}`} className={rows.name}>
          {one.name}
        </Link>
        <div className={rows.description}>{membershipReason(one.origin, group.rule)}</div>
      </div>
      {one.role !== "member" && (
        <Badge variant="light" color={one.role === "lead" ? "well" : "gray"} tt="none">
          {roleLabel(one.role)}
        </Badge>
      )}
      {group.may_manage && <MemberMenu group={group} member={one} />}
    </li>
  );
}

function MemberMenu({ group, member: one }: { group: GroupView; member: GroupMember }) {
  const me = useMembership().member;
  const changeRole = useChangeRole(group.id);
  const removeMember = useRemoveFromGroup(group.id);
  const addBack = useAddToGroup(group.id);
  return (
    <div className={rows.action}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`Manage ${one.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ROLES.filter((it) => it.value !== one.role).map((it) => (
            <Menu.Item
              key={it.value}
              onClick={() => changeRole.mutate({ member: one.id, role: it.value })}
            >
              Make {it.value}
            </Menu.Item>
          ))}
          {one.id !== me && (
            <Menu.Item
              color="red"
              leftSection={<IconUserMinus size={16} aria-hidden />}
              onClick={() =>
                removeMember.mutate(one.id, {
                  onSuccess: () =>
                    toast.undoable(`${one.name} was removed.`, () => addBack.mutate([one.id])),
                })
              }
            >
              {" "}
              Remove{" "}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
