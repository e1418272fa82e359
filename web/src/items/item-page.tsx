/** An item with its content, details and discussion. */
import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { isMissing } from "@/api/problem";
import type { OpenedItem } from "@/api/types";
import { AssignmentPanel } from "@/assignments/item-panel";
import { itemAssignments } from "@/assignments/queries";
import { EndOfNote } from "@/assignments/reading-progress";
import { Discussion } from "@/discussions/lazy-discussion";
import { useMarkRead } from "@/home/queries";
import { useRecordVisit } from "@/search/recent";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { Prose } from "@/ui/prose";
import { isStale, VerificationBadge } from "@/verification/verification-badge";
import { VerificationPanel } from "@/verification/verification-panel";
import { FileView } from "./file-view";
import { ItemActions } from "./item-actions";
import { ItemDetails } from "./item-details";
import { itemKind } from "./item-kind";
import classes from "./item-page.module.css";
import { LinkCard } from "./link-card";
import { NoAccess } from "./no-access";
import { item, useToggleTask } from "./queries";
import { ReactionBar } from "./reaction-bar";
import { RelatedItems } from "./related-items";

export function ItemPage() {
  const { item: id = "" } = useParams();
  const { data, error, refetch } = useQuery(item(id));
  // Assignments are above the text: wait for them, so that the text does not move.
  const { isPending } = useQuery(itemAssignments(id));
  if (error) {
    return (
      <Page title="Page not found">
        {isMissing(error) ? <NoAccess /> : <ErrorState error={error} retry={refetch} />}
      </Page>
    );
  }
  if (!data || isPending) {
    return (
      <Page title="Sharewell" width="wide" quiet heading={<Skeleton h={30} w="60%" mt={22} />}>
        <ListSkeleton count={4} />
      </Page>
    );
  }
  return <ItemContent key={id} it={data} />;
}

/** Whether the content is ready to read, react to and discuss. */
function isReady({ file }: OpenedItem): boolean {
  return !file || file.state === "ready";
}

function ItemContent({ it }: { it: OpenedItem }) {
  useRecordVisit(`/items/${it.id}`, it.title);
  const tick = useToggleTask(it);
  useMarkRead(it);
  const marks = useSearchParams()[0].getAll("mark");
  const { icon: Kind, word } = itemKind({ kind: it.kind, type: it.file?.type ?? null });
  return (
    <Page
      title={it.title}
      width="wide"
      heading={
        <>
          <div className={classes.kind}>
            <Kind size={15} aria-hidden />
            {word}
            {it.verification && isStale(it.verification.review_by) && (
              <VerificationBadge verified until={it.verification.review_by} />
            )}
          </div>
          <Title order={1}>{it.title}</Title>
        </>
      }
      actions={<ItemActions it={it} />}
    >
      <div className={classes.columns}>
        <div>
          <AssignmentPanel it={it} />
          <article data-discussed className={it.file ? classes.file : undefined}>
            {it.url && <LinkCard it={it} url={it.url} />}
            {it.body && (
              <Prose text={it.body} marks={marks} onTask={it.may_edit ? tick.mutate : undefined} />
            )}
            {it.file && <FileView it={it} file={it.file} />}
            {it.kind === "note" && <EndOfNote item={it.id} />}
          </article>
          {isReady(it) && <ReactionBar it={it} />}
          {isReady(it) && <Discussion of={it.id} hasChannels={it.channels.length > 0} />}
          {isReady(it) && <RelatedItems id={it.id} />}
        </div>
        <aside className={classes.aside} aria-label="About this item">
          <ItemDetails it={it} />
          <VerificationPanel it={it} />
        </aside>
      </div>
    </Page>
  );
}
