/** The URL of a search result, with page, second and words to highlight. */
import type { Hit } from "@/api/types";

const MAX_MARKS = 8;

export function hitUrl(hit: Hit): string {
  if (hit.person) return `/people/${hit.person}`;
  if (hit.channel) return `/channels/${hit.channel}`;
  if (hit.post) {
    return `/${hit.group ? `groups/${hit.group}/discussion` : `items/${hit.item}`}?post=${hit.post}`;
  }
  if (hit.group) return `/groups/${hit.group}`;
  const params = new URLSearchParams();
  if (hit.page) params.set("page", String(hit.page));
  if (hit.second !== null) params.set("second", String(hit.second));
  for (const word of matchedWords(hit)) params.append("mark", word);
  const rest = params.toString();
  return `/items/${hit.item}${rest ? `?${rest}` : ""}`;
}

/** The matched words as they are in the text, which may differ from the query. */
function matchedWords(hit: Hit): string[] {
  const words = [...hit.snippet, ...hit.title].filter((it) => it.hit).map((it) => it.text);
  return [...new Set(words.map((it) => it.toLowerCase()))].slice(0, MAX_MARKS);
}
