/** What one opened last from search, remembered by this browser for this organisation. */

export interface Recent {
  to: string;
  title: string;
  kind: string;
}

const MOST = 8;
const place = (organisation: string) => `sharewell.recent.${organisation}`;

export function recents(organisation: string): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(place(organisation)) ?? "[]");
  } catch {
    return [];
  }
}

export function remember(organisation: string, it: Recent) {
  const [path] = it.to.split("?");
  const others = recents(organisation).filter((other) => other.to.split("?")[0] !== path);
  try {
    const kept = [it, ...others].slice(0, MOST);
    localStorage.setItem(place(organisation), JSON.stringify(kept));
  } catch {
    // Storage is off or full: there are no recents then.
  }
}
