/** Actions on an item: download, save, copy link, edit, assign, delete. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import { useClipboard, useDisclosure } from "@mantine/hooks";
import {
  IconChecklist,
  IconDots,
  IconDownload,
  IconHistory,
  IconLink,
  IconPencil,
  IconRefresh,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { Link, useNavigate } from "react-router";
import type { OpenedItem } from "@/api/types";
import { toast } from "@/ui/toast";
import { AuthorsDialog } from "./authors-dialog";
import { EditDialog } from "./edit-dialog";
import { ReplaceFileButton } from "./file-replacement";
import { downloadFile, useDeleteItem, useRefreshPreview } from "./queries";
import { SaveButton } from "./save-button";

const AssignDialog = lazy(() => import("@/assignments/assign-dialog"));

export function ItemActions({ it }: { it: OpenedItem }) {
  const [editing, { open, close }] = useDisclosure();
  const [editingAuthors, authorsDialog] = useDisclosure();
  const [assigningOpen, assignDialog] = useDisclosure();
  const remove = useDeleteItem();
  const refreshPreview = useRefreshPreview(it.id);
  const navigate = useNavigate();
  const clipboard = useClipboard();
  const downloadable = it.file?.state === "ready" || it.file?.state === "refused";
  return (
    <>
      {downloadable && (
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void downloadFile(it.id).catch(toast.problem)}
        >
          Download
        </Button>
      )}
      {it.file && downloadable && it.may_edit && <ReplaceFileButton it={it} file={it.file} />}
      {it.may_edit && it.kind === "note" && (
        <Button
          component={Link}
          to={`/items/${it.id}/edit`}
          variant="default"
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          Edit
        </Button>
      )}
      <SaveButton it={it} />
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More" size={36} variant="default">
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconLink size={16} aria-hidden />}
            onClick={() => {
              clipboard.copy(`${location.origin}/items/${it.id}`);
              toast.success("Link copied.");
            }}
          >
            Copy link
          </Menu.Item>
          {it.may_edit && (
            <Menu.Item
              component={Link}
              to={`/items/${it.id}/versions`}
              leftSection={<IconHistory size={16} aria-hidden />}
            >
              Versions
            </Menu.Item>
          )}
          {it.may_edit && (
            <Menu.Item
              leftSection={<IconUsers size={16} aria-hidden />}
              onClick={authorsDialog.open}
            >
              Authors and credits
            </Menu.Item>
          )}
          {it.may_edit && it.kind !== "note" && (
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
              Edit
            </Menu.Item>
          )}
          {it.may_edit && it.kind === "link" && (
            <Menu.Item
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => refreshPreview.mutate()}
            >
              Refresh preview
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconChecklist size={16} aria-hidden />}
            onClick={assignDialog.open}
          >
            Assign
          </Menu.Item>
          {it.may_edit && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() =>
                remove.mutate(it, {
                  onSuccess: () => navigate(it.channels[0] ? `/channels/${it.channels[0]}` : "/"),
                })
              }
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {editing && <EditDialog it={it} close={close} />}
      {assigningOpen && (
        <Suspense fallback={null}>
          <AssignDialog item={it} close={assignDialog.close} />
        </Suspense>
      )}
      {editingAuthors && <AuthorsDialog it={it} close={authorsDialog.close} />}
    </>
  );
}
