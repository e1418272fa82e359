/** Takes files dropped or pasted anywhere on the page. */
import { useEffect, useEffectEvent } from "react";
import { dialogs } from "@/shell/dialogs";
import classes from "./drop-area.module.css";
import { uploadFiles } from "./uploads";
import { useFileDrop } from "./use-file-drop";

interface Props {
  /** Where the files go; if empty, a dialog asks. */
  channels: string[];
  /** Groups with access; empty for everyone. */
  groups?: string[];
  /** The destination's name, for the overlay. */
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

/** The overlay while files are dragged over the page. */
export function DropOverlay({ children }: { children: string }) {
  return (
    <div className={classes.overlay} aria-hidden>
      {children}
    </div>
  );
}
