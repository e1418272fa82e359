/** The directory of people: all by name, or filtered. */
import { CloseButton, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { flattenPages } from "@/api/pagination";
import { useMembership } from "@/identity/queries";
import { FilterList } from "@/search/filter-list";
import { search } from "@/search/queries";
import {
  hasFilters,
  parseSearchParams,
  type SearchQuery,
  toSearchParams,
} from "@/search/search-params";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { pluralise } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { Snippet, snippetText } from "@/ui/snippet";
import classes from "./people.module.css";
import { PersonListItem } from "./person-list-item";
import { people } from "./queries";

export function PeoplePage() {
  const { organisation_name } = useMembership();
  const [params, setParams] = useSearchParams();
  const parsed = parseSearchParams(params);
  const query: SearchQuery = { ...parsed, kind: ["person"] };
  const { data } = useInfiniteQuery(search(query));
  const change = (next: SearchQuery) => {
    setParams(toSearchParams({ ...next, kind: undefined }), { replace: true });
  };
  return (
    <Page title="People" width="wide" lead={`Everyone at ${organisation_name}.`}>
      <SearchBox words={query.q} onChange={(q) => change({ ...query, q })} />
      <div className={classes.columns}>
        <FilterList
          query={query}
          facets={data?.pages[0]?.facets}
          filters={["department", "location"]}
          onChange={change}
        />
        {parsed.q || hasFilters(parsed) ? <FoundPeople query={query} /> : <AllPeople />}
      </div>
    </Page>
  );
}

function SearchBox({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  const [typed, setTyped] = useState(words);
  const later = useDebouncedCallback(onChange, 180);
  const type = (next: string) => {
    setTyped(next);
    later(next);
  };
  return (
    <TextInput
      mb="md"
      aria-label="Find people"
      placeholder="Name, job title or location"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed && <CloseButton aria-label="Clear" onClick={() => type("")} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function AllPeople() {
  const found = useInfiniteQuery(people);
  if (found.isPending) return <ListSkeleton count={8} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  return (
    <div>
      <ul className={classes.grid}>
        {flattenPages(found.data).map((it) => (
          <PersonListItem
            key={it.id}
            id={it.id}
            name={it.name}
            plainName={it.name}
            photo={it.photo}
            lines={[it.title, [it.department, it.location].filter(Boolean).join(", ")]}
          />
        ))}
      </ul>
      <LoadMore list={found} />
    </div>
  );
}

function FoundPeople({ query }: { query: SearchQuery }) {
  const found = useInfiniteQuery(search(query));
  if (found.isPending) return <ListSkeleton count={8} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const hits = found.data.pages.flatMap((it) => it.hits);
  const total = found.data.pages[0]?.total ?? 0;
  if (hits.length === 0) {
    return (
      <EmptyState icon={IconUsers} title="No one found">
        Try fewer words or filters.
      </EmptyState>
    );
  }
  return (
    <div>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {pluralise(total, "person", "people")}
      </Text>
      <ul className={classes.grid}>
        {hits.map((hit) => (
          <PersonListItem
            key={hit.ref}
            id={hit.person ?? ""}
            name={<Snippet pieces={hit.title} />}
            plainName={snippetText(hit.title)}
            lines={[<Snippet key="why" pieces={hit.snippet} />]}
          />
        ))}
      </ul>
      <LoadMore list={found} />
    </div>
  );
}
