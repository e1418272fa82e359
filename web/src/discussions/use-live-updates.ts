/** Polls for changes every few seconds while the page is in use. */
import { useEffect, useRef } from "react";
import { pollChanges } from "./queries";

const FOCUSED_INTERVAL_MS = 3_000;
const BLURRED_INTERVAL_MS = 15_000;
/** Polling stops after this long without input. */
const IDLE_AFTER_MS = 10 * 60_000;

export function useLiveUpdates(id: string, since: string | undefined) {
  const from = useRef(since);
  if (since && (!from.current || since > from.current)) from.current = since;
  useEffect(() => {
    let touched = Date.now();
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    const schedule = () => {
      clearTimeout(timer);
      if (stopped || document.hidden || Date.now() - touched > IDLE_AFTER_MS) return;
      timer = setTimeout(poll, document.hasFocus() ? FOCUSED_INTERVAL_MS : BLURRED_INTERVAL_MS);
    };
    const poll = async () => {
      if (from.current) {
        // Without a response, the next poll returns the same changes.
        from.current = await pollChanges(id, from.current).catch(() => from.current);
      }
      schedule();
    };
    const touch = () => {
      const was = Date.now() - touched;
      touched = Date.now();
      if (was > BLURRED_INTERVAL_MS) schedule();
    };
    schedule();
    const stop = new AbortController();
    const { signal } = stop;
    for (const event of ["pointermove", "keydown", "scroll"]) {
      window.addEventListener(event, touch, { signal, passive: true });
    }
    window.addEventListener("focus", schedule, { signal });
    document.addEventListener("visibilitychange", schedule, { signal });
    return () => {
      stopped = true;
      clearTimeout(timer);
      stop.abort();
    };
  }, [id]);
}
