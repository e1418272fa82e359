/** The search page: box, filters with counts, results with highlights. */
import { Anchor, Button, CloseButton, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconZoomQuestion } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { pluralise } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { FilterList } from "./filter-list";
import { HitRow } from "./hit-row";
import { search } from "./queries";
import classes from "./search.module.css";
import { hasFilters, parseSearchParams, type SearchQuery, toSearchParams } from "./search-params";

export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const query = parseSearchParams(params);
  const change = (next: SearchQuery) => setParams(toSearchParams(next), { replace: true });
  const found = useInfiniteQuery(search(query));
  return (
    <Page title="Search" width="wide">
      <SearchBox words={query.q} onChange={(q) => change({ ...query, q })} />
      <div className={classes.columns}>
        <FilterList
          query={query}
          facets={found.data?.pages[0]?.facets}
          filters={["kind", "channel", "author", "tag", "department", "location"]}
          dates
          onChange={change}
        />
        <Hits query={query} change={change} />
      </div>
    </Page>
  );
}

function SearchBox({ words, onChange }: { words: string; onChange: (words: string) => void }) {
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
  query: SearchQuery;
  change: (query: SearchQuery) => void;
}

function Hits({ query, change }: HitsProps) {
  const found = useInfiniteQuery(search(query));
  if (found.isPending) return <ListSkeleton />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const hits = found.data.pages.flatMap((it) => it.hits);
  const first = found.data.pages[0];
  if (hits.length === 0) return <NoResults query={query} change={change} />;
  return (
    <section aria-label="Results" aria-busy={found.isPlaceholderData}>
      <Text size="sm" c="dimmed" mb={4} role="status">
        {pluralise(first?.total ?? 0, "result")}
        {first?.corrected && " for similar words"}
      </Text>
      <ul className={classes.hits}>
        {hits.map((hit) => (
          <HitRow key={`${hit.ref}.${hit.page}.${hit.second}`} hit={hit} />
        ))}
      </ul>
      <LoadMore list={found} />
    </section>
  );
}

function NoResults({ query, change }: HitsProps) {
  return (
    <EmptyState
      icon={IconZoomQuestion}
      title={query.q ? `No results for “${query.q}”` : "No results"}
      action={
        hasFilters(query) ? (
          <Button variant="default" onClick={() => change({ q: query.q })}>
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
    </EmptyState>
  );
}
