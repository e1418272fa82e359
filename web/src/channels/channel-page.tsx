/** One channel: what belongs there, who follows, and its strips; what is newest comes last. */
import { Badge, Button, Skeleton, Title } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { ChannelView } from "@/api/types";
import { CardList } from "@/items/card-list";
import { useRemember } from "@/search/recent";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { many } from "@/ui/format";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { DropArea } from "@/uploads/drop-area";
import { Composer } from "./add-item-bar";
import { Pinned, Sharers, Strip, Verified } from "./channel-highlights";
import { TendMenu } from "./channel-menu";
import classes from "./channels.module.css";
import { FollowButton } from "./follow-button";
import { Merged } from "./merged-channel";
import { PinButton } from "./pin-button";
import { channel, channelItems, channelStrips } from "./queries";
import { channelUnanswered, Unanswered } from "./unanswered-questions";

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
  if (data.into) return <Merged key={id} channel={data} into={data.into} />;
  return <Whole key={id} channel={data} />;
}

function Whole({ channel: it }: { channel: ChannelView }) {
  useRemember(`/channels/${it.id}`, `# ${it.name}`);
  const archived = it.archived_at !== null;
  return (
    <Page
      title={it.name}
      heading={
        <Title order={1}>
          <span className={classes.hash} aria-hidden>
            #
          </span>
          {it.name}
          {archived && (
            <Badge ml="sm" variant="light" color="gray" tt="none">
              Archived
            </Badge>
          )}
        </Title>
      }
      lead={
        <>
          {it.about} <span style={{ whiteSpace: "nowrap" }}>{many(it.followers, "follower")}</span>
        </>
      }
      actions={
        <>
          <FollowButton id={it.id} name={it.name} followed={it.followed} />
          {it.may_edit && <TendMenu channel={it} />}
        </>
      }
    >
      {archived ? (
        <p className={classes.note}>This channel is archived. Its items can still be read.</p>
      ) : (
        <>
          <DropArea channels={[it.id]} name={`#${it.name}`} />
          <Composer
            words="Add to this channel, or drop a file"
            query={`channel=${it.id}`}
            channels={[it.id]}
          />
        </>
      )}
      <Pinned channel={it} />
      <Verified id={it.id} />
      <Unanswered id={it.id} />
      <Newest channel={it} archived={archived} />
      <Sharers id={it.id} />
    </Page>
  );
}

function Newest({ channel: it, archived }: { channel: ChannelView; archived: boolean }) {
  // What comes above it has come, so that nothing jumps.
  const above = useQuery(channelStrips(it.id));
  const asked = useInfiniteQuery(channelUnanswered(it.id));
  if (above.isPending || asked.isPending) return <Rows height={68} />;
  return (
    <Strip title="Newest">
      <CardList
        list={channelItems(it.id)}
        here={it.id}
        action={(card) => it.may_edit && <PinButton channel={it} card={card} />}
        empty={
          archived ? (
            <Empty icon={IconMessagePlus} title="No items" />
          ) : (
            <Empty
              icon={IconMessagePlus}
              title="No items yet"
              action={
                <Button component={Link} to={`/new/note?channel=${it.id}`}>
                  Write the first note
                </Button>
              }
            >
              Drop or paste a file anywhere on this page, or write a note.
            </Empty>
          )
        }
      />
    </Strip>
  );
}
