/** What is for a group alone, newest first. */
import { Button } from "@mantine/core";
import { IconLink, IconMessagePlus, IconNotes, IconUpload } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Card } from "@/api/types";
import channels from "@/channels/channels.module.css";
import { CardList } from "@/items/card-list";
import { dialogs } from "@/shell/dialogs";
import { Empty } from "@/ui/empty";
import { useGroup } from "./here";
import { PinButton } from "./pin-button";
import { groupItems } from "./queries";

export function GroupItems() {
  const it = useGroup();
  return (
    <>
      <Composer id={it.id} />
      <CardList
        list={groupItems(it.id)}
        {...(it.may_tend && { action: (card: Card) => <PinButton group={it} card={card} /> })}
        empty={
          <Empty
            icon={IconMessagePlus}
            title="Nothing here yet"
            action={
              <Button component={Link} to={`/new/note?group=${it.id}`}>
                Write the first note
              </Button>
            }
          >
            Drop files anywhere on this page, or write a note. Only this group sees them.
          </Empty>
        }
      />
    </>
  );
}

function Composer({ id }: { id: string }) {
  const props = { variant: "subtle", color: "gray", size: "compact-md" } as const;
  return (
    <div className={channels.composer}>
      <span>Share something with this group, or drop files</span>
      <Button
        {...props}
        component={Link}
        to={`/new/note?group=${id}`}
        leftSection={<IconNotes size={16} aria-hidden />}
      >
        Note
      </Button>
      <Button
        {...props}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "link", channels: [], groups: [id] })}
      >
        Link
      </Button>
      <Button
        {...props}
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "upload", channels: [], groups: [id] })}
      >
        Files
      </Button>
    </div>
  );
}
