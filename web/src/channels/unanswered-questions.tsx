/** Unanswered questions on the channel's items. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { flattenPages, paginatedQuery } from "@/api/pagination";
import rows from "@/items/card-row.module.css";
import { RelativeTime } from "@/ui/relative-time";
import { HighlightSection } from "./channel-highlights";
import { toPlainText } from "./plain-text";

const INITIAL_COUNT = 3;

export const channelUnanswered = (id: string) => ({
  ...paginatedQuery(keys.channelUnanswered(id), (after) =>
    unwrap(
      api.GET("/api/channels/{channel}/unanswered", {
        params: { path: { channel: id }, query: { after } },
      }),
    ),
  ),
  // After answering one, the reader returns to a list without it.
  staleTime: 0,
});

export function UnansweredQuestions({ id }: { id: string }) {
  const found = useInfiniteQuery(channelUnanswered(id));
  const [all, setAll] = useState(false);
  const questions = flattenPages(found.data);
  if (questions.length === 0) return null;
  const shown = all ? questions : questions.slice(0, INITIAL_COUNT);
  const more = shown.length < questions.length ? () => setAll(true) : found.fetchNextPage;
  return (
    <HighlightSection title="Unanswered">
      <ul className={rows.list}>
        {shown.map((it) => (
          <li key={it.post} className={rows.row}>
            <div className={rows.text}>
              <Link to={`/items/${it.item}?post=${it.post}`} className={rows.title}>
                {toPlainText(it.text)}
              </Link>
              <div className={rows.meta}>
                <Link to={`/people/${it.author.id}`}>{it.author.name}</Link>
                <RelativeTime at={it.asked_at} />
                <Link to={`/items/${it.item}`}>{it.title}</Link>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {(shown.length < questions.length || found.hasNextPage) && (
        <Button
          variant="subtle"
          color="gray"
          loading={found.isFetchingNextPage}
          onClick={() => void more()}
        >
          Show more questions
        </Button>
      )}
    </HighlightSection>
  );
}
