/** What is for a group alone, newest first. */
import { Button } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Card } from "@/api/types";
import { Composer } from "@/channels/add-item-bar";
import { CardList } from "@/items/card-list";
import { Empty } from "@/ui/empty-state";
import { PinButton } from "./pin-button";
import { groupItems } from "./queries";
import { useGroup } from "./use-group";

export function GroupItems() {
  const it = useGroup();
  return (
    <>
      <Composer
        words="Add to this group, or drop files"
        query={`group=${it.id}`}
        channels={[]}
        groups={[it.id]}
      />
      <CardList
        list={groupItems(it.id)}
        {...(it.may_tend && { action: (card: Card) => <PinButton group={it} card={card} /> })}
        empty={
          <Empty
            icon={IconMessagePlus}
            title="No items yet"
            action={
              <Button component={Link} to={`/new/note?group=${it.id}`}>
                Write the first note
              </Button>
            }
          >
            Drop files anywhere on this page, or write a note. Only this group can see them.
          </Empty>
        }
      />
    </>
  );
}
