/** Lets files be dropped anywhere on a page, and pasted into it. */
import { useEffect, useState } from "react";
import { dialogs } from "@/shell/dialogs";
import classes from "./drop-area.module.css";
import { send } from "./send";

interface Props {
  /** Where they go. With none given, one is asked. */
  channels: string[];
  /** Who sees them; none for everyone. */
  groups?: string[];
  /** The name of that place, for the veil. */
  name?: string;
}

export function DropArea({ channels, groups = [], name }: Props) {
  const [over, setOver] = useState(false);
  const places = channels.join();
  const audience = groups.join();
  useEffect(() => {
    const to = places ? places.split(",") : [];
    const seen = audience ? audience.split(",") : [];
    const takeFolders = (items: DataTransferItemList | undefined) => {
      const entries = [...(items ?? [])].flatMap((it) => it.webkitGetAsEntry?.() ?? []);
      if (!entries.some((it) => it.isDirectory)) return false;
      dialogs.open({ name: "folder", channels: to, groups: seen, entries });
      return true;
    };
    const take = (list: FileList | undefined) => {
      const files = [...(list ?? [])];
      if (files.length === 0) return false;
      if (to.length + seen.length > 0) void send(files, { channels: to, groups: seen });
      else dialogs.open({ name: "upload", channels: [], files });
      return true;
    };
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
    const on = {
      dragenter: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth += 1;
        setOver(true);
      },
      dragleave: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth -= 1;
        if (depth <= 0) setOver(false);
      },
      dragover: (event: DragEvent) => {
        if (carriesFiles(event)) event.preventDefault();
      },
      drop: (event: DragEvent) => {
        depth = 0;
        setOver(false);
        if (takeFolders(event.dataTransfer?.items) || take(event.dataTransfer?.files))
          event.preventDefault();
      },
      paste: (event: ClipboardEvent) => {
        if (take(event.clipboardData?.files)) event.preventDefault();
      },
    };
    const ears = Object.entries(on) as [string, EventListener][];
    for (const [name, ear] of ears) addEventListener(name, ear);
    return () => {
      for (const [name, ear] of ears) removeEventListener(name, ear);
    };
  }, [places, audience]);
  if (!over) return null;
  return (
    <div className={classes.veil} aria-hidden>
      {name ? `Drop to share in ${name}` : "Drop to share"}
    </div>
  );
}
