/** Short messages at the edge of the screen: done, undo, and what went wrong. Loaded with the first. */
import { lazy, Suspense, useSyncExternalStore } from "react";
import { words } from "@/api/problem";

const load = () => import("./toaster");
const Toaster = lazy(async () => ({ default: (await load()).Toaster }));

let wanted = false;
const watchers = new Set<() => void>();

async function toaster() {
  wanted = true;
  for (const tell of watchers) tell();
  return load();
}

export async function say(message: string) {
  (await toaster()).show(message);
}

export async function sayProblem(error: unknown) {
  (await toaster()).showProblem(words(error));
}

/** Says what was done and offers to take it back for ten seconds. */
export async function sayUndoable(message: string, undo: () => void) {
  (await toaster()).showUndoable(message, undo);
}

/** Where they appear. */
export function Toasts() {
  const some = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => wanted,
  );
  return <Suspense fallback={null}>{some && <Toaster />}</Suspense>;
}
