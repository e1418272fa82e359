/** Saves an item to the member's private list. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBookmark, IconBookmarkFilled } from "@tabler/icons-react";
import type { OpenedItem } from "@/api/types";
import { useSaveItem } from "./reactions";

export function SaveButton({ it }: { it: OpenedItem }) {
  const save = useSaveItem(it.id);
  return (
    <Tooltip label={it.is_saved ? "Saved" : "Save for later"}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label="Save for later"
        aria-pressed={it.is_saved}
        onClick={() => save.mutate(!it.is_saved)}
      >
        {it.is_saved ? <IconBookmarkFilled size={17} /> : <IconBookmark size={17} />}
      </ActionIcon>
    </Tooltip>
  );
}
