/** Progress of imports running in this tab, for the panel and the report. */
import { useSyncExternalStore } from "react";

export interface ImportProgress {
  id: string;
  name: string;
  /** Files and bytes to upload. */
  total: number;
  bytes: number;
  /** Files finished with any outcome, and bytes uploaded. */
  done: number;
  sent: number;
  failed: { path: string; problem: string }[];
  state: "sending" | "paused" | "ended";
}

const NOTIFY_INTERVAL_MS = 150;
let all: readonly ImportProgress[] = [];
let notifyTimer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Notifies listeners a few times a second, however many files change. */
function notify(now: boolean) {
  if (now) {
    clearTimeout(notifyTimer);
    notifyTimer = undefined;
    for (const it of listeners) it();
    return;
  }
  notifyTimer ??= setTimeout(() => notify(true), NOTIFY_INTERVAL_MS);
}

export const importProgress = {
  put(it: ImportProgress) {
    all = [...all.filter(({ id }) => id !== it.id), it];
    notify(true);
  },
  change(id: string, what: Partial<ImportProgress>) {
    all = all.map((it) => (it.id === id ? { ...it, ...what } : it));
    notify(what.state !== undefined);
  },
  get: (id: string) => all.find((it) => it.id === id),
  clear() {
    all = all.filter(({ state }) => state !== "ended");
    notify(true);
  },
};

// A reload would interrupt running uploads.
addEventListener("beforeunload", (event) => {
  if (all.some(({ state }) => state !== "ended")) event.preventDefault();
});

export function useImportProgress(): readonly ImportProgress[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}
