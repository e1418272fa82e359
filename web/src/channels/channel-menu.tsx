/** The curator's menu: edit, curators, merge, archive. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconArrowMerge,
  IconDots,
  IconPencil,
  IconUserStar,
} from "@tabler/icons-react";
import { useState } from "react";
import type { ChannelView } from "@/api/types";
import { ChannelForm } from "./channel-form";
import { useArchiveChannel, useChangeChannel } from "./channel-mutations";
import { CuratorsDialog } from "./curators-dialog";
import { MergeDialog } from "./merge-dialog";

type OpenDialog = "change" | "curators" | "merge" | null;

export function ChannelMenu({ channel: it }: { channel: ChannelView }) {
  const [opened, setOpened] = useState<OpenDialog>(null);
  const archive = useArchiveChannel(it);
  const close = () => setOpened(null);
  const Archive = it.archived_at ? IconArchiveOff : IconArchive;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="Manage channel" size={32} variant="default">
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpened("change")}>
            Edit
          </Menu.Item>
          <Menu.Item leftSection={<IconUserStar size={16} />} onClick={() => setOpened("curators")}>
            Curators
          </Menu.Item>
          {!it.archived_at && (
            <Menu.Item
              leftSection={<IconArrowMerge size={16} />}
              onClick={() => setOpened("merge")}
            >
              Merge…
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<Archive size={16} />}
            onClick={() => archive.mutate(!it.archived_at)}
          >
            {it.archived_at ? "Unarchive" : "Archive"}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {opened === "change" && <EditChannelDialog channel={it} close={close} />}
      {opened === "curators" && <CuratorsDialog channel={it} close={close} />}
      {opened === "merge" && <MergeDialog channel={it} close={close} />}
    </>
  );
}

function EditChannelDialog({ channel: it, close }: { channel: ChannelView; close: () => void }) {
  const change = useChangeChannel(it);
  return (
    <ChannelForm
      title="Edit channel"
      submit="Save"
      initial={{ name: it.name, about: it.about, discussion: it.discussion }}
      error={change.error}
      pending={change.isPending}
      close={close}
      save={(words) => change.mutate(words, { onSuccess: close })}
    />
  );
}
