/** Lets files be dropped anywhere on a page, and pasted into it. */
import { useEffect, useEffectEvent } from "react";
import { dialogs } from "@/shell/dialogs";
import classes from "./drop-area.module.css";
import { uploadFiles } from "./uploads";
import { useFileDrop } from "./use-file-drop";

interface Props {
  /** Where they go. With none given, one is asked. */
  channels: string[];
  /** Who sees them; none for everyone. */
  groups?: string[];
  /** The name of that place, for the veil. */
  name?: string;
}

export function DropArea({ channels, groups = [], name }: Props) {
  const takeFolders = (items: DataTransferItemList) => {
    const entries = [...items].flatMap((it) => it.webkitGetAsEntry?.() ?? []);
    if (!entries.some((it) => it.isDirectory)) return false;
    dialogs.open({ name: "folder", channels, groups, entries });
    return true;
  };
  const take = (list: FileList | undefined) => {
    const files = [...(list ?? [])];
    if (files.length === 0) return false;
    if (channels.length + groups.length > 0) void uploadFiles(files, { channels, groups });
    else dialogs.open({ name: "upload", channels: [], files });
    return true;
  };
  const over = useFileDrop((data) => takeFolders(data.items) || take(data.files));
  const pasted = useEffectEvent((event: ClipboardEvent) => {
    if (!event.defaultPrevented && take(event.clipboardData?.files)) event.preventDefault();
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => pasted(event);
    addEventListener("paste", onPaste);
    return () => removeEventListener("paste", onPaste);
  }, []);
  return over && <DropOverlay>{name ? `Drop to upload to ${name}` : "Drop to upload"}</DropOverlay>;
}

/** What lies over the page while files hover over it. */
export function DropOverlay({ children }: { children: string }) {
  return (
    <div className={classes.veil} aria-hidden>
      {children}
    </div>
  );
}
