/** Imports on their way from this tab: what the panel and the report show of them. */
import { useSyncExternalStore } from "react";

export interface Bulk {
  id: string;
  name: string;
  /** Files, and bytes of those that have to be sent. */
  total: number;
  bytes: number;
  /** Files that are done with, whatever became of them, and bytes that have left. */
  done: number;
  sent: number;
  failed: { path: string; problem: string }[];
  state: "sending" | "paused" | "ended";
}

const TOLD_EVERY = 150;
let all: readonly Bulk[] = [];
let telling: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

/** Watchers hear of changes a few times a second, however many files move. */
function tell(now: boolean) {
  if (now) {
    clearTimeout(telling);
    telling = undefined;
    for (const it of watchers) it();
    return;
  }
  telling ??= setTimeout(() => tell(true), TOLD_EVERY);
}

export const bulks = {
  put(it: Bulk) {
    all = [...all.filter(({ id }) => id !== it.id), it];
    tell(true);
  },
  change(id: string, what: Partial<Bulk>) {
    all = all.map((it) => (it.id === id ? { ...it, ...what } : it));
    tell(what.state !== undefined);
  },
  get: (id: string) => all.find((it) => it.id === id),
  clear() {
    all = all.filter(({ state }) => state !== "ended");
    tell(true);
  },
};

// A reload would interrupt what is on its way.
addEventListener("beforeunload", (event) => {
  if (all.some(({ state }) => state !== "ended")) event.preventDefault();
});

export function useBulks(): readonly Bulk[] {
  return useSyncExternalStore(
    (hear) => {
      watchers.add(hear);
      return () => watchers.delete(hear);
    },
    () => all,
  );
}
