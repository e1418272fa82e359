/** Uploads of this tab, for the panel. The uploader itself loads lazily. */
import { useSyncExternalStore } from "react";

export interface Transfer {
  id: string;
  name: string;
  size: number;
  sent: number;
  state: "waiting" | "sending" | "arrived" | "failed";
  /** Known once the API has announced it. */
  item?: string;
  problem?: string;
}

let all: readonly Transfer[] = [];
const listeners = new Set<() => void>();

function setTransfers(next: readonly Transfer[]) {
  all = next;
  for (const listener of listeners) listener();
}

export const transfers = {
  add(it: Transfer) {
    setTransfers([...all, it]);
  },
  change(id: string, what: Partial<Transfer>) {
    setTransfers(all.map((it) => (it.id === id ? { ...it, ...what } : it)));
  },
  remove(id: string) {
    setTransfers(all.filter((it) => it.id !== id));
  },
  clear() {
    setTransfers(all.filter(({ state }) => state === "waiting" || state === "sending"));
  },
  /** Resolves with the item's id once it is known. */
  announced: (id: string) =>
    new Promise<string>((listener, reject) => {
      const look = () => {
        const it = transfers.get(id);
        if (it?.item || !it || it.state === "failed") listeners.delete(look);
        if (it?.item) listener(it.item);
        else if (!it || it.state === "failed") reject(new Error(it?.problem ?? "upload cancelled"));
      };
      listeners.add(look);
      look();
    }),
  get: (id: string) => all.find((it) => it.id === id),
  of: (item: string) => all.find((it) => it.item === item && it.state !== "failed"),
};

// A reload would interrupt running uploads.
addEventListener("beforeunload", (event) => {
  if (all.some(({ state }) => state === "waiting" || state === "sending")) event.preventDefault();
});

export function useTransfers(): readonly Transfer[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}
