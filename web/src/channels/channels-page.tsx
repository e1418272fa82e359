/** The directory of channels. */
import { Button, CloseButton, SegmentedControl, TextInput } from "@mantine/core";
import { IconArchive, IconPlus, IconSearch, IconTopologyRing2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { ChannelCard } from "@/api/types";
import { dialogs } from "@/shell/dialogs";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import classes from "./channels.module.css";
import { FollowButton } from "./follow-button";
import { channels } from "./queries";

const openNewChannelDialog = () => dialogs.open({ name: "channel" });

export function ChannelsPage() {
  return (
    <Page
      title="Channels"
      lead="Follow topics to see new items in Home."
      actions={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={openNewChannelDialog}
        >
          New channel
        </Button>
      }
    >
      <Directory />
    </Page>
  );
}

function Directory() {
  const [words, setWords] = useState("");
  const [archived, setArchived] = useState(false);
  const { data, error, refetch } = useQuery(channels);
  if (error) return <ErrorState error={error} retry={refetch} />;
  if (!data) return <ListSkeleton />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconTopologyRing2}
        title="No channels yet"
        action={<Button onClick={openNewChannelDialog}>Create the first channel</Button>}
      >
        A channel collects everything on one topic.
      </EmptyState>
    );
  }
  const wanted = words.trim().toLowerCase();
  const some = data.filter((it) => it.archived === archived);
  const shown = some.filter((it) => `${it.name} ${it.about}`.toLowerCase().includes(wanted));
  return (
    <>
      <div className={classes.filter}>
        <TextInput
          placeholder="Find a channel"
          aria-label="Find a channel"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={words && <CloseButton aria-label="Clear" onClick={() => setWords("")} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {data.some((it) => it.archived) && (
          <SegmentedControl
            aria-label="Status"
            value={archived ? "archived" : "active"}
            onChange={(choice) => setArchived(choice === "archived")}
            data={[
              { value: "active", label: "Active" },
              { value: "archived", label: "Archived" },
            ]}
          />
        )}
      </div>
      <ul className={classes.list}>
        {shown.map((it) => (
          <ChannelRow key={it.id} channel={it} />
        ))}
      </ul>
      {shown.length === 0 &&
        (some.length > 0 ? (
          <EmptyState icon={IconSearch} title={`No channels found for “${words}”`} />
        ) : (
          <EmptyState
            icon={IconArchive}
            title={archived ? "No archived channels" : "All channels are archived"}
          />
        ))}
    </>
  );
}

function ChannelRow({ channel: { id, name, about, followed } }: { channel: ChannelCard }) {
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        <Link to={`/channels/${id}`} className={classes.name}>
          <span className={classes.hash} aria-hidden>
            #
          </span>
          {name}
        </Link>
        <div className={classes.description}>{about}</div>
      </div>
      <div className={classes.action}>
        <FollowButton id={id} name={name} followed={followed} />
      </div>
    </li>
  );
}
