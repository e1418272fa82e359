/** Ways to share something in a channel. */
import { Button } from "@mantine/core";
import { IconLink, IconNotes, IconUpload } from "@tabler/icons-react";
import { Link } from "react-router";
import { dialogs } from "@/shell/dialogs";
import classes from "./channels.module.css";

export function Composer({ id }: { id: string }) {
  const props = { variant: "subtle", color: "gray", size: "compact-md" } as const;
  return (
    <div className={classes.composer}>
      <span>Share something here, or drop a file</span>
      <Button
        {...props}
        component={Link}
        to={`/new/note?channel=${id}`}
        leftSection={<IconNotes size={16} aria-hidden />}
      >
        Note
      </Button>
      <Button
        {...props}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "link", channels: [id] })}
      >
        Link
      </Button>
      <Button
        {...props}
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "upload", channels: [id] })}
      >
        Files
      </Button>
    </div>
  );
}
