/** What somebody has begun to say, kept in this browser until it is said. */
import { useState } from "react";

const place = (name: string) => `sharewell.post.${name}`;

function read(name: string): string {
  try {
    return localStorage.getItem(place(name)) ?? "";
  } catch {
    return "";
  }
}

function keep(name: string, text: string) {
  try {
    if (text) localStorage.setItem(place(name), text);
    else localStorage.removeItem(place(name));
  } catch {
    // Storage is off or full: it is kept as long as the page is open.
  }
}

export function useHalfWritten(name: string) {
  const [text, setText] = useState(() => read(name));
  const write = (to: string) => {
    setText(to);
    keep(name, to);
  };
  return { text, write, clear: () => write("") };
}

/** The newest post that was here the last time, and from now on the newest of this time. */
export function useLastVisit(id: string, newest: string | undefined): string | null {
  const [before] = useState(() => read(`seen.${id}`) || null);
  if (newest && newest > read(`seen.${id}`)) keep(`seen.${id}`, newest);
  return before;
}
