/** Pins or unpins an item on a group's page. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPin, IconPinFilled } from "@tabler/icons-react";
import type { Card, GroupView } from "@/api/types";
import { usePinToGroup } from "./queries";

export function PinButton({ group, card }: { group: GroupView; card: Card }) {
  const pin = usePinToGroup(group);
  const on = group.pinned.includes(card.id);
  const label = on ? `Unpin “${card.title}”` : `Pin “${card.title}”`;
  const Picture = on ? IconPinFilled : IconPin;
  return (
    <Tooltip label={on ? "Unpin" : "Pin to the group’s page"}>
      <ActionIcon
        aria-label={label}
        aria-pressed={on}
        onClick={() => pin.mutate({ item: card.id, on: !on })}
      >
        <Picture size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
