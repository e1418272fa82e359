/** Somebody in a group: what they are there, why, and what a lead can do about it. */
import { ActionIcon, Badge, Menu } from "@mantine/core";
import { IconDots, IconUserMinus } from "@tabler/icons-react";
import { Link } from "react-router";
import type { GroupMember, GroupView } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { useMembership } from "@/identity/queries";
import { Face } from "@/ui/avatar";
import { sayUndoable } from "@/ui/toast";
import { because, ROLES, roleOf } from "./labels";
import { useAddToGroup, useCast, useTakeOutOfGroup } from "./membership-queries";

export function MemberRow({ group, member: one }: { group: GroupView; member: GroupMember }) {
  return (
    <li className={rows.row}>
      <Face name={one.name} size={32} />
      <div className={rows.words}>
        <Link to={`/people/${one.id}`} className={rows.name}>
          {one.name}
        </Link>
        <div className={rows.about}>{because(one.why, group.rule)}</div>
      </div>
      {one.role !== "member" && (
        <Badge variant="light" color={one.role === "lead" ? "well" : "gray"} tt="none">
          {roleOf(one.role)}
        </Badge>
      )}
      {group.may_tend && <Tend group={group} member={one} />}
    </li>
  );
}

function Tend({ group, member: one }: { group: GroupView; member: GroupMember }) {
  const me = useMembership().member;
  const cast = useCast(group.id);
  const takeOut = useTakeOutOfGroup(group.id);
  const back = useAddToGroup(group.id);
  return (
    <div className={rows.follow}>
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
              onClick={() => cast.mutate({ member: one.id, role: it.value })}
            >
              Make {it.value}
            </Menu.Item>
          ))}
          {one.id !== me && (
            <Menu.Item
              color="red"
              leftSection={<IconUserMinus size={16} aria-hidden />}
              onClick={() =>
                takeOut.mutate(one.id, {
                  onSuccess: () =>
                    sayUndoable(`${one.name} was removed.`, () => back.mutate([one.id])),
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
