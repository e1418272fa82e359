/** Unsent post texts, stored in this browser until they are sent. */
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
    // Storage is off or full: the text lasts as long as the page is open.
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

/** Returns the newest post of the last visit, and stores the newest of this one. */
export function useLastVisit(id: string, newest: string | undefined): string | null {
  const [before] = useState(() => readStored(`seen.${id}`) || null);
  if (newest && newest > readStored(`seen.${id}`)) writeStored(`seen.${id}`, newest);
  return before;
}
