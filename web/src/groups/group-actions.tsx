/** Actions on a group: edit, archive, delete, transfer, leave. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconArrowsExchange,
  IconDots,
  IconLogout,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { GroupView } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { EditGroupDialog } from "./edit-group-dialog";
import { useRemoveFromGroup } from "./membership-queries";
import { useArchiveGroup, useDeleteGroup } from "./queries";
import { TransferLeadDialog } from "./transfer-lead-dialog";

export function GroupActions({ group: it }: { group: GroupView }) {
  const [open, setOpen] = useState<"edit" | "hand-over" | null>(null);
  const { member } = useMembership();
  const archive = useArchiveGroup(it);
  const remove = useDeleteGroup(it);
  const leave = useRemoveFromGroup(it.id);
  const navigate = useNavigate();
  const away = () => navigate("/groups");
  const archived = Boolean(it.archived_at);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="Manage group">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {it.may_manage && (
            <>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setOpen("edit")}
              >
                {" "}
                Edit{" "}
              </Menu.Item>
              <Menu.Item
                leftSection={
                  archived ? (
                    <IconArchiveOff size={16} aria-hidden />
                  ) : (
                    <IconArchive size={16} aria-hidden />
                  )
                }
                onClick={() => archive.mutate(!archived)}
              >
                {archived ? "Unarchive" : "Archive"}
              </Menu.Item>
            </>
          )}
          {it.role === "lead" && (
            <Menu.Item
              leftSection={<IconArrowsExchange size={16} aria-hidden />}
              onClick={() => setOpen("hand-over")}
            >
              Transfer lead role…
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => leave.mutate(member, { onSuccess: away })}
          >
            Leave
          </Menu.Item>
          {it.may_manage && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => remove.mutate(undefined, { onSuccess: away })}
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === "edit" && <EditGroupDialog group={it} close={() => setOpen(null)} />}
      {open === "hand-over" && <TransferLeadDialog group={it} close={() => setOpen(null)} />}
    </>
  );
}
