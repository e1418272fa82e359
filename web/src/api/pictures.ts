/** Addresses of thumbnails and photos, asked for together: many faces on a page are one request. */
import { useQuery } from "@tanstack/react-query";
import { api, got } from "./client";
import { keys } from "./keys";

const MOST = 50;
const LASTS = 50 * 60_000;

type Waiting = { key: string; tell: (url: string | null) => void; fail: (error: unknown) => void };
let waiting: Waiting[] = [];

export function addressOf(key: string): Promise<string | null> {
  return new Promise((tell, fail) => {
    if (waiting.length === 0) setTimeout(ask, 15);
    waiting.push({ key, tell, fail });
  });
}

async function ask() {
  const now = waiting.slice(0, MOST);
  waiting = waiting.slice(MOST);
  if (waiting.length > 0) setTimeout(ask);
  try {
    const key = [...new Set(now.map((it) => it.key))];
    const { urls } = await got(api.GET("/api/pictures", { params: { query: { key } } }));
    for (const it of now) it.tell(urls[it.key] ?? null);
  } catch (error) {
    for (const it of now) it.fail(error);
  }
}

/** Where a picture can be read now; undefined until that is known, or when there is none. */
export function usePicture(key: string | null | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: keys.pictures(key ?? ""),
    queryFn: () => addressOf(key ?? ""),
    enabled: Boolean(key),
    staleTime: LASTS,
    gcTime: LASTS,
    retry: false,
  });
  return data ?? undefined;
}
