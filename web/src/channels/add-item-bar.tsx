/** Buttons for adding a note, a link or files to a channel or group. */
import { Button } from "@mantine/core";
import { IconLink, IconNotes, IconUpload } from "@tabler/icons-react";
import { Link } from "react-router";
import { dialogs } from "@/shell/dialogs";
import classes from "./channels.module.css";

interface Props {
  words: string;
  /** The query of the new note's URL, such as `channel=…`. */
  query: string;
  channels: string[];
  groups?: string[];
}

export function AddItemBar({ words, query, ...places }: Props) {
  const props = { variant: "subtle", color: "gray", size: "compact-md" } as const;
  return (
    <div className={classes.addItemBar}>
      <span>{words}</span>
      <Button
        {...props}
        component={Link}
        to={`/new/note?${query}`}
        leftSection={<IconNotes size={16} aria-hidden />}
      >
        Note
      </Button>
      <Button
        {...props}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "link", ...places })}
      >
        Link
      </Button>
      <Button
        {...props}
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "upload", ...places })}
      >
        Files
      </Button>
    </div>
  );
}
