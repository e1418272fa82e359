/** Files dragged over and dropped anywhere on the page. */
import { useEffect, useEffectEvent, useState } from "react";

/** Whether files are over the page. `take` returns whether it accepts the drop. */
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
        // A field that takes files has already handled it.
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
