/** Recently opened pages, stored in this browser per organisation. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { useMembership } from "@/identity/queries";

interface Recent {
  to: string;
  title: string;
}

const MAX_RECENTS = 8;
const storageKey = (organisation: string) => `sharewell.recent.${organisation}`;

function readRecents(organisation: string): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey(organisation)) ?? "[]");
  } catch {
    return [];
  }
}

/** Records a visit to this page. */
export function useRecordVisit(to: string, title: string) {
  const { organisation } = useMembership();
  useEffect(() => {
    const others = readRecents(organisation).filter((it) => it.to !== to);
    try {
      const now = [{ to, title }, ...others].slice(0, MAX_RECENTS);
      localStorage.setItem(storageKey(organisation), JSON.stringify(now));
    } catch {
      // Storage is off or full: there are no recents.
    }
  }, [organisation, to, title]);
}

/** Recent pages that are still accessible, with current titles. */
export function useRecents(): Recent[] {
  const { organisation } = useMembership();
  const all = readRecents(organisation);
  const ids = all.flatMap(({ to }) => to.match(/^\/items\/(\w+)/)?.[1] ?? []);
  const { data } = useQuery({
    queryKey: keys.cards(ids),
    queryFn: () => unwrap(api.GET("/api/items", { params: { query: { id: ids } } })),
    enabled: ids.length > 0,
  });
  if (!data) return all.filter(({ to }) => !to.startsWith("/items/"));
  const titles = new Map(data.items.map((it) => [`/items/${it.id}`, it.title]));
  return all
    .filter(({ to }) => titles.has(to) || !to.startsWith("/items/"))
    .map((it) => ({ ...it, title: titles.get(it.to) ?? it.title }));
}
