/** The files on their way from this tab: what the panel shows. The sending itself loads lazily. */
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
const watchers = new Set<() => void>();

function become(next: readonly Transfer[]) {
  all = next;
  for (const tell of watchers) tell();
}

export const transfers = {
  add(it: Transfer) {
    become([...all, it]);
  },
  change(id: string, what: Partial<Transfer>) {
    become(all.map((it) => (it.id === id ? { ...it, ...what } : it)));
  },
  remove(id: string) {
    become(all.filter((it) => it.id !== id));
  },
  clear() {
    become(all.filter(({ state }) => state === "waiting" || state === "sending"));
  },
  /** The item of a transfer, as soon as there is one. */
  announced: (id: string) =>
    new Promise<string>((tell, fail) => {
      const look = () => {
        const it = transfers.get(id);
        if (it?.item || !it || it.state === "failed") watchers.delete(look);
        if (it?.item) tell(it.item);
        else if (!it || it.state === "failed") fail(new Error(it?.problem ?? "given up"));
      };
      watchers.add(look);
      look();
    }),
  get: (id: string) => all.find((it) => it.id === id),
  of: (item: string) => all.find((it) => it.item === item && it.state !== "failed"),
};

// A reload would throw away what is on its way.
addEventListener("beforeunload", (event) => {
  if (all.some(({ state }) => state === "waiting" || state === "sending")) event.preventDefault();
});

export function useTransfers(): readonly Transfer[] {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => all,
  );
}
