/** Dialogs that open from anywhere, each loaded when first opened. */
import { lazy, Suspense } from "react";
import { dialogs, useDialog } from "./dialogs";

const Palette = lazy(() => import("@/search/palette"));
const LinkDialog = lazy(() => import("@/items/link-dialog"));
const UploadDialog = lazy(() => import("@/uploads/upload-dialog"));
const FolderDialog = lazy(() => import("@/imports/folder-dialog"));
const ZipDialog = lazy(() => import("@/imports/zip-dialog"));
const ChannelDialog = lazy(() => import("@/channels/new-channel-dialog"));
const KeysHelp = lazy(() => import("./shortcuts-dialog"));

export function DialogHost() {
  const dialog = useDialog();
  if (!dialog) return null;
  return (
    <Suspense fallback={null}>
      {dialog.name === "search" && <Palette close={dialogs.close} />}
      {dialog.name === "link" && <LinkDialog {...dialog} close={dialogs.close} />}
      {dialog.name === "upload" && <UploadDialog {...dialog} close={dialogs.close} />}
      {dialog.name === "folder" && <FolderDialog {...dialog} close={dialogs.close} />}
      {dialog.name === "zip" && <ZipDialog {...dialog} close={dialogs.close} />}
      {dialog.name === "channel" && <ChannelDialog close={dialogs.close} />}
      {dialog.name === "keys" && <KeysHelp close={dialogs.close} />}
    </Suspense>
  );
}
