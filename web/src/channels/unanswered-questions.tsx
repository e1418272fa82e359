/** Questions of a channel's items that wait for somebody who knows. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { flat, pages } from "@/api/pagination";
import rows from "@/items/card-row.module.css";
import { When } from "@/ui/relative-time";
import { Strip } from "./channel-highlights";
import { inOneLine } from "./plain-text";

const AT_FIRST = 3;

export const channelUnanswered = (id: string) => ({
  ...pages(keys.channelUnanswered(id), (after) =>
    got(
      api.GET("/api/channels/{channel}/unanswered", {
        params: { path: { channel: id }, query: { after } },
      }),
    ),
  ),
  // Whoever has just answered one comes back to a list without it.
  staleTime: 0,
});

export function Unanswered({ id }: { id: string }) {
  const found = useInfiniteQuery(channelUnanswered(id));
  const [all, setAll] = useState(false);
  const questions = flat(found.data);
  if (questions.length === 0) return null;
  const shown = all ? questions : questions.slice(0, AT_FIRST);
  const more = shown.length < questions.length ? () => setAll(true) : found.fetchNextPage;
  return (
    <Strip title="Unanswered">
      <ul className={rows.list}>
        {shown.map((it) => (
          <li key={it.post} className={rows.row}>
            <div className={rows.words}>
              <Link to={`/items/${it.item}?post=${it.post}`} className={rows.title}>
                {inOneLine(it.text)}
              </Link>
              <div className={rows.meta}>
                <Link to={`/people/${it.author.id}`}>{it.author.name}</Link>
                <When at={it.at} />
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
    </Strip>
  );
}
