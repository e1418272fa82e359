/** Pins an item at the top of a channel's page. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPin } from "@tabler/icons-react";
import type { Card, ChannelView } from "@/api/types";
import { useSetPinnedItems } from "./channel-mutations";

/** The limit of pinned items. */
const MAX_PINNED = 10;

export function PinButton({ channel: it, card }: { channel: ChannelView; card: Card }) {
  const pin = useSetPinnedItems(it);
  if (it.pinned.includes(card.id) || it.pinned.length >= MAX_PINNED) return null;
  return (
    <Tooltip label="Pin to the top">
      <ActionIcon
        aria-label={`Pin “${card.title}”`}
        onClick={() => pin.mutate([...it.pinned, card.id])}
      >
        <IconPin size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
