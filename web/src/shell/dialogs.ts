/** Which of the dialogs that can be opened from anywhere is open. One at a time. */
import { useSyncExternalStore } from "react";

export type Dialog =
  | { name: "search" }
  | { name: "keys" }
  | { name: "channel" }
  | { name: "folder"; channels: string[]; groups?: string[]; entries?: FileSystemEntry[] }
  | { name: "zip"; channels: string[] }
  | { name: "link"; channels: string[]; groups?: string[]; url?: string }
  | { name: "upload"; channels: string[]; groups?: string[]; files?: File[] };

let open: Dialog | null = null;
const watchers = new Set<() => void>();

export const dialogs = {
  open(dialog: Dialog) {
    open = dialog;
    for (const tell of watchers) tell();
  },
  close() {
    open = null;
    for (const tell of watchers) tell();
  },
};

export function useDialog(): Dialog | null {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => open,
  );
}
