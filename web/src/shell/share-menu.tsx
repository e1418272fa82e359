/** What one can share: a note, a link, files. On a channel's page, right into that channel. */
import { Button, Menu } from "@mantine/core";
import { IconLink, IconNotes, IconPlus, IconUpload } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { dialogs } from "./dialogs";

export function ShareMenu() {
  const { channel } = useParams();
  const channels = channel ? [channel] : [];
  return (
    <Menu>
      <Menu.Target>
        <Button size="compact-md" h={34} px={14} leftSection={<IconPlus size={16} aria-hidden />}>
          Share
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
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
          Share a link
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUpload size={17} aria-hidden />}
          onClick={() => dialogs.open({ name: "upload", channels })}
        >
          Upload files
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
