/** Toasts: success, undo and problem messages. The toaster loads with the first one. */
import { lazy, Suspense, useSyncExternalStore } from "react";
import { problemMessage } from "@/api/problem";

const load = () => import("./toaster");
const Toaster = lazy(async () => ({ default: (await load()).Toaster }));

let wanted = false;
const listeners = new Set<() => void>();

async function loadToaster() {
  wanted = true;
  for (const notify of listeners) notify();
  return load();
}

export const toast = {
  async success(message: string) {
    (await loadToaster()).showSuccess(message);
  },
  async problem(error: unknown) {
    (await loadToaster()).showProblem(problemMessage(error));
  },
  /** Shows a message with an Undo button for ten seconds. */
  async undoable(message: string, undo: () => void) {
    (await loadToaster()).showUndoable(message, undo);
  },
};

/** The place on the page where toasts appear. */
export function ToastHost() {
  const some = useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => wanted,
  );
  return <Suspense fallback={null}>{some && <Toaster />}</Suspense>;
}
