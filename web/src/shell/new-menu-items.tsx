/** Items of the New menu. On a channel's page, they add to that channel. */
import { Menu } from "@mantine/core";
import { IconLink, IconNotes, IconPackageImport, IconUpload } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { Link, useParams } from "react-router";
import { dialogs } from "./dialogs";
import { OpenMenu } from "./open-menu";

export default function NewMenuItems({ target }: { target: ReactElement }) {
  const { channel } = useParams();
  const channels = channel ? [channel] : [];
  return (
    <OpenMenu target={target}>
      <Menu.Item
        component={Link}
        to={channel ? `/new/note?channel=${channel}` : "/new/note"}
        leftSection={<IconNotes size={17} aria-hidden />}
      >
        Write a note
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLink size={17} aria-hidden />}
        onClick={() => dialogs.open({ name: "link", channels })}
      >
        Add a link
      </Menu.Item>
      <Menu.Item
        leftSection={<IconUpload size={17} aria-hidden />}
        onClick={() => dialogs.open({ name: "upload", channels })}
      >
        Upload files
      </Menu.Item>
      <Menu.Item
        component={Link}
        to={channel ? `/imports?channel=${channel}` : "/imports"}
        leftSection={<IconPackageImport size={17} aria-hidden />}
      >
        Import a folder or export
      </Menu.Item>
    </OpenMenu>
  );
}
