/** The whole of search: one box, filters with counts, hits with the words marked. */
import { Anchor, Button, CloseButton, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconZoomQuestion } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { many } from "@/ui/format";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { FilterList } from "./filter-list";
import { HitRow } from "./hit-row";
import { search } from "./queries";
import classes from "./search.module.css";
import { type Asked, isNarrowed, read, write } from "./search-params";

export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const asked = read(params);
  const change = (next: Asked) => setParams(write(next), { replace: true });
  const found = useInfiniteQuery(search(asked));
  return (
    <Page title="Search" width="wide">
      <Box words={asked.q} onChange={(q) => change({ ...asked, q })} />
      <div className={classes.columns}>
        <FilterList
          asked={asked}
          facets={found.data?.pages[0]?.facets}
          filters={["kind", "channel", "author", "tag", "department", "location"]}
          dates
          onChange={change}
        />
        <Hits asked={asked} change={change} />
      </div>
    </Page>
  );
}

function Box({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  const [typed, setTyped] = useState(words);
  const later = useDebouncedCallback(onChange, 150);
  useEffect(() => setTyped(words), [words]);
  const type = (next: string) => {
    setTyped(next);
    later(next);
  };
  return (
    <TextInput
      mb="lg"
      size="md"
      aria-label="Search everything"
      placeholder="Search documents, people, channels and groups"
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={typed && <CloseButton aria-label="Clear" onClick={() => type("")} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

interface HitsProps {
  asked: Asked;
  change: (asked: Asked) => void;
}

function Hits({ asked, change }: HitsProps) {
  const found = useInfiniteQuery(search(asked));
  if (found.isPending) return <Rows />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const hits = found.data.pages.flatMap((it) => it.hits);
  const first = found.data.pages[0];
  if (hits.length === 0) return <Nothing asked={asked} change={change} />;
  return (
    <section aria-label="Results" aria-busy={found.isPlaceholderData}>
      <Text size="sm" c="dimmed" mb={4} role="status">
        {many(first?.total ?? 0, "result")}
        {first?.corrected && " for similar words"}
      </Text>
      <ul className={classes.hits}>
        {hits.map((hit) => (
          <HitRow key={`${hit.ref}.${hit.page}.${hit.second}`} hit={hit} />
        ))}
      </ul>
      <More list={found} />
    </section>
  );
}

function Nothing({ asked, change }: HitsProps) {
  return (
    <Empty
      icon={IconZoomQuestion}
      title={asked.q ? `No results for “${asked.q}”` : "No results"}
      action={
        isNarrowed(asked) ? (
          <Button variant="default" onClick={() => change({ q: asked.q })}>
            Clear filters
          </Button>
        ) : (
          <Button component={Link} to="/new/note" variant="default">
            Write a note about this
          </Button>
        )
      }
    >
      Try fewer words, or{" "}
      <Anchor component={Link} to="/people" underline="always">
        ask a colleague
      </Anchor>
      .
    </Empty>
  );
}
