/** Pictures in texts that are items of their own. */
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";

/** Signed URLs are valid for an hour. */
const URL_LIFETIME_MS = 50 * 60_000;

/** The picture's URL; null if the item is not a picture. */
export async function fetchItemPictureUrl(item: string): Promise<string | null> {
  const { url, type } = await queryClient.fetchQuery({
    queryKey: keys.itemPicture(item),
    queryFn: () =>
      unwrap(
        api.GET("/api/items/{item}/file-url", {
          params: { path: { item }, query: { download: false } },
        }),
      ),
    staleTime: URL_LIFETIME_MS,
    retry: false,
  });
  return type.startsWith("image/") ? url : null;
}
