/** What somebody has written and not published yet, kept in this browser. */
import { useEffect, useState } from "react";

export interface Draft {
  title: string;
  body: string;
  channels: string[];
  /** Not in drafts that were kept before there were tags. */
  tags?: string[];
  audience: string[] | null;
}

const AFTER = 400;
const place = (name: string) => `sharewell.draft.${name}`;

function read(name: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(place(name)) ?? "null");
  } catch {
    return null;
  }
}

/** The draft called `name`, or `first`; kept by itself a moment after each change. */
export function useDraft(name: string, first: Draft) {
  const [kept] = useState(() => read(name));
  const [draft, setDraft] = useState<Draft>(kept ?? first);
  const [begun] = useState(JSON.stringify(first));
  const changed = JSON.stringify(draft) !== begun;
  useEffect(() => {
    if (!changed) return;
    const timer = setTimeout(() => {
      try {
        localStorage.setItem(place(name), JSON.stringify(draft));
      } catch {
        // Storage is off or full: the page still asks before it is left.
      }
    }, AFTER);
    return () => clearTimeout(timer);
  }, [name, draft, changed]);
  return {
    draft,
    change: (what: Partial<Draft>) => setDraft((before) => ({ ...before, ...what })),
    changed,
    recovered: kept !== null,
    forget: () => localStorage.removeItem(place(name)),
    startOver: () => {
      localStorage.removeItem(place(name));
      setDraft(first);
    },
  };
}
