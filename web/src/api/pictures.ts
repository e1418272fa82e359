/** URLs of thumbnails and photos, fetched in batches: many avatars on a page are one request. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import { keys } from "./keys";

const MAX_BATCH = 50;
const URL_LIFETIME_MS = 50 * 60_000;

type PictureRequest = {
  key: string;
  resolve: (url: string | null) => void;
  reject: (error: unknown) => void;
};
let pending: PictureRequest[] = [];

export function fetchPictureUrl(key: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    if (pending.length === 0) setTimeout(fetchBatch, 15);
    pending.push({ key, resolve, reject });
  });
}

async function fetchBatch() {
  const now = pending.slice(0, MAX_BATCH);
  pending = pending.slice(MAX_BATCH);
  if (pending.length > 0) setTimeout(fetchBatch);
  try {
    const key = [...new Set(now.map((it) => it.key))];
    const { urls } = await unwrap(api.GET("/api/pictures", { params: { query: { key } } }));
    for (const it of now) it.resolve(urls[it.key] ?? null);
  } catch (error) {
    for (const it of now) it.reject(error);
  }
}

/** The URL of a picture; undefined while it loads or if there is none. */
export function usePictureUrl(key: string | null | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: keys.pictures(key ?? ""),
    queryFn: () => fetchPictureUrl(key ?? ""),
    enabled: Boolean(key),
    staleTime: URL_LIFETIME_MS,
    gcTime: URL_LIFETIME_MS,
    retry: false,
  });
  return data ?? undefined;
}
