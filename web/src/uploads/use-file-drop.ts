/** Files that are dragged over a page and dropped, anywhere on it. */
import { useEffect, useEffectEvent, useState } from "react";

/** Whether files hover over the page. `take` says whether it wants what was dropped. */
export function useFileDrop(take: (data: DataTransfer) => boolean): boolean {
  const [over, setOver] = useState(false);
  const taken = useEffectEvent(take);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
    const on = {
      dragenter: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth += 1;
        setOver(true);
      },
      dragleave: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth -= 1;
        if (depth <= 0) setOver(false);
      },
      dragover: (event: DragEvent) => {
        if (carriesFiles(event)) event.preventDefault();
      },
      drop: (event: DragEvent) => {
        depth = 0;
        setOver(false);
        // A field that takes files has had it.
        if (event.defaultPrevented || !event.dataTransfer) return;
        if (taken(event.dataTransfer)) event.preventDefault();
      },
    };
    const handlers = Object.entries(on) as [string, EventListener][];
    for (const [name, handler] of handlers) addEventListener(name, handler);
    return () => {
      for (const [name, handler] of handlers) removeEventListener(name, handler);
    };
  }, []);
  return over;
}
