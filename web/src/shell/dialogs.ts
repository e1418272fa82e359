/** State of the dialogs that open from anywhere. One at a time. */
import { useSyncExternalStore } from "react";

export type Dialog =
  | { name: "search" }
  | { name: "keys" }
  | { name: "channel" }
  | { name: "folder"; channels: string[]; groups?: string[]; entries?: FileSystemEntry[] }
  | { name: "zip"; channels: string[] }
  | { name: "link"; channels: string[]; groups?: string[]; url?: string }
  | { name: "upload"; channels: string[]; groups?: string[]; files?: File[] };

let openDialog: Dialog | null = null;
const listeners = new Set<() => void>();

export const dialogs = {
  open(dialog: Dialog) {
    openDialog = dialog;
    for (const listener of listeners) listener();
  },
  close() {
    openDialog = null;
    for (const listener of listeners) listener();
  },
};

export function useDialog(): Dialog | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => openDialog,
  );
}
