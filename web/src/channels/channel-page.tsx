/** A channel: description, followers, highlights, and the newest items last. */
import { Badge, Button, Skeleton, Title } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { ChannelView } from "@/api/types";
import { ItemList } from "@/items/card-list";
import { useRecordVisit } from "@/search/recent";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { pluralise } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { DropArea } from "@/uploads/drop-area";
import { AddItemBar } from "./add-item-bar";
import {
  HighlightSection,
  PinnedItems,
  TopContributors,
  VerifiedItems,
} from "./channel-highlights";
import { ChannelMenu } from "./channel-menu";
import classes from "./channels.module.css";
import { FollowButton } from "./follow-button";
import { MergedChannel } from "./merged-channel";
import { PinButton } from "./pin-button";
import { channel, channelHighlights, channelItems } from "./queries";
import { channelUnanswered, UnansweredQuestions } from "./unanswered-questions";

export function ChannelPage() {
  const { channel: id = "" } = useParams();
  const { data, error, refetch } = useQuery(channel(id));
  if (error) {
    return (
      <Page title="Channel">
        <ErrorState error={error} retry={refetch} />
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
        <ListSkeleton />
      </Page>
    );
  }
  if (data.merged_into) return <MergedChannel key={id} channel={data} into={data.merged_into} />;
  return <ChannelContent key={id} channel={data} />;
}

function ChannelContent({ channel: it }: { channel: ChannelView }) {
  useRecordVisit(`/channels/${it.id}`, `# ${it.name}`);
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
          {it.about}{" "}
          <span style={{ whiteSpace: "nowrap" }}>{pluralise(it.followers, "follower")}</span>
        </>
      }
      actions={
        <>
          <FollowButton id={it.id} name={it.name} followed={it.followed} />
          {it.may_edit && <ChannelMenu channel={it} />}
        </>
      }
    >
      {archived ? (
        <p className={classes.note}>This channel is archived. Its items can still be read.</p>
      ) : (
        <>
          <DropArea channels={[it.id]} name={`#${it.name}`} />
          <AddItemBar
            words="Add to this channel, or drop a file"
            query={`channel=${it.id}`}
            channels={[it.id]}
          />
        </>
      )}
      <PinnedItems channel={it} />
      <VerifiedItems id={it.id} />
      <UnansweredQuestions id={it.id} />
      <Newest channel={it} archived={archived} />
      <TopContributors id={it.id} />
    </Page>
  );
}

function Newest({ channel: it, archived }: { channel: ChannelView; archived: boolean }) {
  // Wait for the sections above, so that nothing jumps.
  const above = useQuery(channelHighlights(it.id));
  const asked = useInfiniteQuery(channelUnanswered(it.id));
  if (above.isPending || asked.isPending) return <ListSkeleton height={68} />;
  return (
    <HighlightSection title="Newest">
      <ItemList
        list={channelItems(it.id)}
        currentChannel={it.id}
        action={(card) => it.may_edit && <PinButton channel={it} card={card} />}
        empty={
          archived ? (
            <EmptyState icon={IconMessagePlus} title="No items" />
          ) : (
            <EmptyState
              icon={IconMessagePlus}
              title="No items yet"
              action={
                <Button component={Link} to={`/new/note?channel=${it.id}`}>
                  Write the first note
                </Button>
              }
            >
              Drop or paste a file anywhere on this page, or write a note.
            </EmptyState>
          )
        }
      />
    </HighlightSection>
  );
}
