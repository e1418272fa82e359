/** What somebody has begun to say, kept in this browser until it is said. */
import { useState } from "react";

const storageKey = (name: string) => `sharewell.post.${name}`;

function readStored(name: string): string {
  try {
    return localStorage.getItem(storageKey(name)) ?? "";
  } catch {
    return "";
  }
}

function writeStored(name: string, text: string) {
  try {
    if (text) localStorage.setItem(storageKey(name), text);
    else localStorage.removeItem(storageKey(name));
  } catch {
    // Storage is off or full: it is kept as long as the page is open.
  }
}

export function useDraftText(name: string) {
  const [text, setText] = useState(() => readStored(name));
  const write = (to: string) => {
    setText(to);
    writeStored(name, to);
  };
  return { text, write, clear: () => write("") };
}

/** The newest post that was here the last time, and from now on the newest of this time. */
export function useLastVisit(id: string, newest: string | undefined): string | null {
  const [before] = useState(() => readStored(`seen.${id}`) || null);
  if (newest && newest > readStored(`seen.${id}`)) writeStored(`seen.${id}`, newest);
  return before;
}
