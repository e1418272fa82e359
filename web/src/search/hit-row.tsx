/** A search result: its title, position and snippet. */
import { Badge } from "@mantine/core";
import {
  type Icon,
  IconHash,
  IconMessageCircle,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link } from "react-router";
import type { Hit } from "@/api/types";
import rows from "@/items/card-row.module.css";
import { itemKind } from "@/items/item-kind";
import { RelativeTime } from "@/ui/relative-time";
import { Snippet } from "@/ui/snippet";
import { formatDuration } from "@/ui/time";
import { hitUrl } from "./hit-url";
import classes from "./search.module.css";

export function hitIcon(hit: Hit): { icon: Icon; word: string } {
  if (hit.person) return { icon: IconUser, word: "Person" };
  if (hit.channel) return { icon: IconHash, word: "Channel" };
  if (hit.post) return { icon: IconMessageCircle, word: "Post" };
  if (hit.group) return { icon: IconUsersGroup, word: "Group" };
  const kind = hit.kind === "note" || hit.kind === "link" ? hit.kind : "file";
  return itemKind({ kind, type: null });
}

/** "page 7", "at 4:07"; null for a hit in the whole. */
export function hitPosition(hit: Hit): string | null {
  if (hit.second !== null) return `at ${formatDuration(hit.second)}`;
  return hit.page ? `page ${hit.page}` : null;
}

export function HitRow({ hit }: { hit: Hit }) {
  const { icon: Kind, word } = hitIcon(hit);
  const place = hitPosition(hit);
  return (
    <li className={rows.row}>
      <span className={rows.thumbnail} title={word}>
        <Kind size={20} stroke={1.5} aria-label={word} />
      </span>
      <div className={rows.text}>
        <Link to={hitUrl(hit)} className={rows.title}>
          <Snippet pieces={hit.title} />
        </Link>
        <div className={rows.meta}>
          {place && <span className={classes.position}>{place}</span>}
          {(hit.item || hit.group) && hit.author && <span>{hit.author}</span>}
          {(hit.item || hit.group) && <RelativeTime at={hit.created} />}
          {hit.channels.map((name) => (
            <span key={name}># {name}</span>
          ))}
          {hit.stale && (
            <Badge size="sm" variant="light" color="orange" tt="none">
              May be out of date
            </Badge>
          )}
        </div>
        {hit.snippet.length > 0 && (
          <p className={classes.snippet}>
            <Snippet pieces={hit.snippet} />
          </p>
        )}
      </div>
    </li>
  );
}
