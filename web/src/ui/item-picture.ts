/** Pictures in texts that are items of their own. */
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";

/** An address is good for an hour. */
const LASTS = 50 * 60_000;

/** Where the picture can be read that an item is; null when it is none. */
export async function pictureOf(item: string): Promise<string | null> {
  const { url, type } = await queryClient.fetchQuery({
    queryKey: keys.itemPicture(item),
    queryFn: () =>
      got(
        api.GET("/api/items/{item}/address", {
          params: { path: { item }, query: { download: false } },
        }),
      ),
    staleTime: LASTS,
    retry: false,
  });
  return type.startsWith("image/") ? url : null;
}
