/** The highlights of a channel's page; each hides when it is empty. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowUp, IconPinnedOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ChannelView } from "@/api/types";
import { ItemRow } from "@/items/card-row";
import rows from "@/items/card-row.module.css";
import { Avatar } from "@/ui/avatar";
import { pluralise } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { useSetPinnedItems } from "./channel-mutations";
import classes from "./channels.module.css";
import { channelHighlights, channelPinned } from "./queries";

/** A section with its own heading. */
export function HighlightSection({ title, children }: { title: string; children: ReactNode }) {
  const id = `strip-${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <section aria-labelledby={id} className={classes.highlight}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Items pinned by curators, in their order. */
export function PinnedItems({ channel: it }: { channel: ChannelView }) {
  const { data } = useQuery(channelPinned(it.pinned));
  const pin = useSetPinnedItems(it);
  if (it.pinned.length === 0) return null;
  if (!data) {
    return (
      <HighlightSection title="Pinned">
        <ListSkeleton count={Math.min(it.pinned.length, 3)} height={68} />
      </HighlightSection>
    );
  }
  if (data.length === 0) return null;
  const ids = data.map((card) => card.id);
  const raised = (at: number) => ids.toSpliced(at, 1).toSpliced(at - 1, 0, ids[at] ?? "");
  return (
    <HighlightSection title="Pinned">
      <ul className={rows.list}>
        {data.map((card, at) => (
          <ItemRow
            key={card.id}
            card={card}
            currentChannel={it.id}
            action={
              it.may_edit && (
                <>
                  {at > 0 && (
                    <Tooltip label="Move up">
                      <ActionIcon
                        aria-label={`Move “${card.title}” up`}
                        onClick={() => pin.mutate(raised(at))}
                      >
                        <IconArrowUp size={16} />
                      </ActionIcon>
                    </Tooltip>
                  )}
                  <Tooltip label="Unpin">
                    <ActionIcon
                      aria-label={`Unpin “${card.title}”`}
                      onClick={() => pin.mutate(ids.filter((id) => id !== card.id))}
                    >
                      <IconPinnedOff size={16} />
                    </ActionIcon>
                  </Tooltip>
                </>
              )
            }
          />
        ))}
      </ul>
    </HighlightSection>
  );
}

/** Items with a current verification. */
export function VerifiedItems({ id }: { id: string }) {
  const { data } = useQuery(channelHighlights(id));
  if (!data?.verified.length) return null;
  return (
    <HighlightSection title="Verified">
      <ul className={rows.list}>
        {data.verified.map((card) => (
          <ItemRow key={card.id} card={card} currentChannel={id} />
        ))}
      </ul>
    </HighlightSection>
  );
}

/** Members who published most in the channel, counting items visible to the reader. */
export function TopContributors({ id }: { id: string }) {
  const { data } = useQuery(channelHighlights(id));
  if (!data?.sharers.length) return null;
  return (
    <HighlightSection title="Top contributors">
      <ul className={classes.contributors}>
        {data.sharers.map(({ id: who, name, count }) => (
          <li key={who}>
            <Link to={`/people/${who}`}>
              <Avatar name={name} size={24} />
              {name}
            </Link>
            <span>{pluralise(count, "item")}</span>
          </li>
        ))}
      </ul>
    </HighlightSection>
  );
}
