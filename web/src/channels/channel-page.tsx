/** One channel: what belongs there, who follows, and what is in it, newest first. */
import { ActionIcon, Button, Skeleton, Title, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLink, IconMessagePlus, IconNotes, IconPencil, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { ChannelView } from "@/api/types";
import { CardList } from "@/items/card-list";
import { useRemember } from "@/search/recent";
import { dialogs } from "@/shell/dialogs";
import { Empty } from "@/ui/empty";
import { Failure } from "@/ui/failure";
import { Page } from "@/ui/page";
import { Rows } from "@/ui/rows";
import { many } from "@/ui/size";
import { DropArea } from "@/uploads/drop-area";
import { ChannelForm } from "./channel-form";
import classes from "./channels.module.css";
import { FollowButton } from "./follow-button";
import { channel, channelItems, useChangeChannel } from "./queries";

export function ChannelPage() {
  const { channel: id = "" } = useParams();
  const { data, error, refetch } = useQuery(channel(id));
  if (error) {
    return (
      <Page title="Channel">
        <Failure error={error} retry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page
        title="Channel"
        quiet
        heading={<Skeleton h={28} w={240} />}
        lead={<Skeleton h={14} w={320} />}
      >
        <Rows />
      </Page>
    );
  }
  return <Whole key={id} channel={data} />;
}

function Whole({ channel: it }: { channel: ChannelView }) {
  useRemember(`/channels/${it.id}`, `# ${it.name}`);
  return (
    <Page
      title={it.name}
      heading={
        <Title order={1}>
          <span className={classes.hash} aria-hidden>
            #
          </span>
          {it.name}
        </Title>
      }
      lead={
        <>
          {it.about} <span style={{ whiteSpace: "nowrap" }}>{many(it.followers, "follower")}</span>
        </>
      }
      actions={
        <>
          {it.may_edit && <Edit channel={it} />}
          <FollowButton id={it.id} name={it.name} followed={it.followed} />
        </>
      }
    >
      <DropArea channels={[it.id]} name={`#${it.name}`} />
      <Composer id={it.id} />
      <CardList
        list={channelItems(it.id)}
        here={it.id}
        empty={
          <Empty
            icon={IconMessagePlus}
            title="Nothing here yet"
            action={
              <Button component={Link} to={`/new/note?channel=${it.id}`}>
                Write the first note
              </Button>
            }
          >
            Drop a file anywhere on this page, paste one, or write a note.
          </Empty>
        }
      />
    </Page>
  );
}

function Composer({ id }: { id: string }) {
  const props = { variant: "subtle", color: "gray", size: "compact-md" } as const;
  return (
    <div className={classes.composer}>
      <span>Share something here, or drop a file</span>
      <Button
        {...props}
        component={Link}
        to={`/new/note?channel=${id}`}
        leftSection={<IconNotes size={16} aria-hidden />}
      >
        Note
      </Button>
      <Button
        {...props}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "link", channels: [id] })}
      >
        Link
      </Button>
      <Button
        {...props}
        leftSection={<IconUpload size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "upload", channels: [id] })}
      >
        Files
      </Button>
    </div>
  );
}

function Edit({ channel: it }: { channel: ChannelView }) {
  const [opened, { open, close }] = useDisclosure();
  const change = useChangeChannel(it);
  return (
    <>
      <Tooltip label="Change name and description">
        <ActionIcon aria-label="Change name and description" onClick={open}>
          <IconPencil size={18} />
        </ActionIcon>
      </Tooltip>
      {opened && (
        <ChannelForm
          title="Change the channel"
          submit="Save"
          initial={{ name: it.name, about: it.about }}
          error={change.error}
          pending={change.isPending}
          close={close}
          save={(words) => change.mutate(words, { onSuccess: close })}
        />
      )}
    </>
  );
}
