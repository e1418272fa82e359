/** An item in a list. */
import { Badge, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { usePictureUrl } from "@/api/pictures";
import type { Card, FeedCard } from "@/api/types";
import { useChannelNames } from "@/channels/queries";
import { RelativeTime } from "@/ui/relative-time";
import { ulidTime } from "@/ui/time";
import { VerificationBadge } from "@/verification/verification-badge";
import classes from "./card-row.module.css";
import { itemKind } from "./item-kind";

const FILE_STATE_LABELS = {
  uploading: "Uploading",
  processing: "Processing",
  stalled: "Upload failed",
  refused: "Text not searchable",
  ready: null,
} as const;

interface Props {
  card: Card | FeedCard;
  currentChannel?: string | undefined;
  /** Actions on the item, at the end of the row. */
  action?: ReactNode;
}

export function ItemRow({ card, currentChannel, action }: Props) {
  const picture = usePictureUrl(card.thumb);
  const names = useChannelNames();
  const { icon: Kind, word } = itemKind(card);
  const state = card.state ? FILE_STATE_LABELS[card.state] : null;
  const unread = "unread" in card && card.unread;
  const bad = card.state === "stalled" || card.state === "refused";
  return (
    <li className={classes.row}>
      <span className={classes.thumbnail} title={word}>
        {picture ? <img src={picture} alt="" /> : <Kind size={20} stroke={1.5} aria-label={word} />}
      </span>
      <div className={classes.text}>
        <Link to={`/items/${card.id}`} className={classes.title}>
          {card.title}
        </Link>
        {unread && (
          <i className={classes.unread}>
            <VisuallyHidden>Unread</VisuallyHidden>
          </i>
        )}
        <div className={classes.meta}>
          <Link to={`/people/${card.author.id}`}>{card.author.name}</Link>
          <RelativeTime at={ulidTime(card.id)} />
          {card.channels
            .filter((id) => id !== currentChannel && names.has(id))
            .map((id) => (
              <Link key={id} to={`/channels/${id}`}>
                # {names.get(id)}
              </Link>
            ))}
          <VerificationBadge verified={card.verified} until={card.review_by} />
          {state && (
            <Badge size="sm" variant="light" color={bad ? "red" : "gray"} tt="none">
              {state}
            </Badge>
          )}
        </div>
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </li>
  );
}
