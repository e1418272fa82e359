/** Items visible to the group only, newest first. */
import { Button } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Card } from "@/api/types";
import { AddItemBar } from "@/channels/add-item-bar";
import { ItemList } from "@/items/card-list";
import { EmptyState } from "@/ui/empty-state";
import { PinButton } from "./pin-button";
import { groupItems } from "./queries";
import { useGroup } from "./use-group";

export function GroupItems() {
  const it = useGroup();
  return (
    <>
      <AddItemBar
        words="Add to this group, or drop files"
        query={`group=${it.id}`}
        channels={[]}
        groups={[it.id]}
      />
      <ItemList
        list={groupItems(it.id)}
        {...(it.may_manage && { action: (card: Card) => <PinButton group={it} card={card} /> })}
        empty={
          <EmptyState
            icon={IconMessagePlus}
            title="No items yet"
            action={
              <Button component={Link} to={`/new/note?group=${it.id}`}>
                Write the first note
              </Button>
            }
          >
            Drop files anywhere on this page, or write a note. Only this group can see them.
          </EmptyState>
        }
      />
    </>
  );
}
