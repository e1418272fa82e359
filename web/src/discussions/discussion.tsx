/** The discussion of an item or a group. */
import { Button, Title } from "@mantine/core";
import { IconLock, IconMessageCircle, IconMessageOff, IconQuestionMark } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useSearchParams } from "react-router";
import type { Anchor, DiscussionMode, PostKind, PostView } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { item } from "@/items/queries";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Composer } from "./composer";
import classes from "./discussion.module.css";
import { DiscussionModeMenu } from "./mode-menu";
import { discussion } from "./queries";
import { ThreadView } from "./thread-view";
import { threads } from "./threads";
import { useLastVisit } from "./use-draft-text";
import { useLiveUpdates } from "./use-live-updates";
import { useDiscussedText, useSelectedPassage } from "./use-passages";

const ALLOWED_KINDS: Record<DiscussionMode, PostKind[]> = {
  open: ["comment", "question", "idea", "feedback"],
  "questions-only": ["question"],
  locked: [],
  off: [],
};

interface Props {
  /** The id of the item or group. */
  of: string;
  /** Whether the discussion mode can be inherited from channels. */
  hasChannels?: boolean;
}

export function Discussion({ of, hasChannels = false }: Props) {
  const found = useInfiniteQuery(discussion(of));
  const first = found.data?.pages[0];
  useLiveUpdates(of, first?.since);
  return (
    <section className={classes.discussion} aria-labelledby="discussion">
      <div className={classes.header}>
        <Title order={2} id="discussion">
          Discussion
        </Title>
        {first?.may_moderate && (
          <DiscussionModeMenu
            id={of}
            own={first.own_mode}
            now={first.mode}
            hasChannels={hasChannels}
          />
        )}
      </div>
      {found.error && <ErrorState error={found.error} retry={found.refetch} />}
      {found.isPending && <ListSkeleton count={3} />}
      {first && (
        <Posts
          of={of}
          posts={found.data?.pages.flatMap((page) => page.items) ?? []}
          now={first.mode}
          canModerate={first.may_moderate}
          list={found}
        />
      )}
    </section>
  );
}

interface PostsProps {
  of: string;
  posts: PostView[];
  now: DiscussionMode;
  canModerate: boolean;
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown };
}

function Posts({ of, posts, now, canModerate, list }: PostsProps) {
  const { member } = useMembership();
  const text = useDiscussedText();
  const { data: about } = useQuery({ ...item(of), enabled: false });
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const [params] = useSearchParams();
  const wanted = params.get("post");
  const all = threads(posts);
  const before = useLastVisit(
    of,
    posts
      .map((it) => it.id.split("-").at(-1) ?? "")
      .sort()
      .at(-1),
  );
  useLoadUntilFound(all.at(-1)?.root === undefined || isMissing(posts, wanted), list);
  useScrollToPost(wanted, posts.length > 0 && !isMissing(posts, wanted));
  const kinds = ALLOWED_KINDS[now];
  const ideas = posts.filter((it) => it.kind === "idea" && !it.id.includes("-") && !it.deleted);
  const context = {
    id: of,
    me: member,
    canModerate,
    open: now !== "locked",
    text,
    ideas,
    pages: about?.file?.pages ?? 0,
  };
  if (now === "off") {
    return (
      <EmptyState icon={IconMessageOff} title="The discussion is turned off">
        Comments are hidden, not deleted.
      </EmptyState>
    );
  }
  return (
    <>
      {kinds.length > 0 ? (
        <Composer
          id={of}
          kinds={kinds}
          label="Add a comment"
          anchor={anchor}
          setAnchor={setAnchor}
        />
      ) : (
        <p className={classes.locked}>
          <IconLock size={15} aria-hidden /> This discussion is locked.
        </p>
      )}
      {kinds.length > 0 && <CommentOnSelection pick={setAnchor} />}
      {all.length === 0 && kinds.length > 0 && (
        <EmptyDiscussion questionsOnly={now === "questions-only"} />
      )}
      <ul className={classes.threads}>
        {all.map((it) => (
          <ThreadView
            key={it.id}
            it={it}
            context={context}
            before={before}
            wanted={wanted}
            mayReply={now === "open" || (now === "questions-only" && it.root?.kind === "question")}
          />
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}

function EmptyDiscussion({ questionsOnly }: { questionsOnly: boolean }) {
  return questionsOnly ? (
    <EmptyState icon={IconQuestionMark} title="No questions yet">
      Only questions and answers here. Ask the first one.
    </EmptyState>
  ) : (
    <EmptyState icon={IconMessageCircle} title="No comments yet">
      Ask a question or add what’s missing.
    </EmptyState>
  );
}

/** Loads more pages until the thread's root and the wanted post are there. */
function useLoadUntilFound(wanted: boolean, list: PostsProps["list"]) {
  const go = wanted && list.hasNextPage && !list.isFetchingNextPage;
  useEffect(() => {
    if (go) list.fetchNextPage();
  }, [go, list]);
}

function isMissing(posts: PostView[], wanted: string | null): boolean {
  return wanted !== null && !posts.some((it) => it.id === wanted);
}

/** Scrolls to the wanted post once it is loaded. */
function useScrollToPost(wanted: string | null, there: boolean) {
  useEffect(() => {
    if (wanted && there) {
      document.getElementById(`post-${wanted}`)?.scrollIntoView({ block: "center" });
    }
  }, [wanted, there]);
}

/** A button next to the selection for commenting on the passage. */
function CommentOnSelection({ pick }: { pick: (anchor: Anchor) => void }) {
  const picked = useSelectedPassage();
  if (!picked) return null;
  const { passage, x, y } = picked;
  return createPortal(
    <Button
      size="xs"
      className={classes.selectionButton ?? ""}
      style={{ left: Math.min(x, window.innerWidth - 150), top: y + 6 }}
      // Otherwise pressing it would clear the selection before it is read.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        pick({ passage, page: null, second: null });
        document.getSelection()?.removeAllRanges();
      }}
    >
      Comment on this
    </Button>,
    document.getElementById("main") ?? document.body,
  );
}
