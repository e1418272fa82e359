/** The people of the organisation: everyone by name, or those that a search and filters leave. */
import { CloseButton, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { flat } from "@/api/pagination";
import { useMembership } from "@/identity/queries";
import { FilterList } from "@/search/filter-list";
import { search } from "@/search/queries";
import { type Asked, isNarrowed, read, write } from "@/search/search-params";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { many } from "@/ui/format";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { Pieces, plain } from "@/ui/snippet";
import classes from "./people.module.css";
import { PersonLine } from "./person-list-item";
import { people } from "./queries";

export function PeoplePage() {
  const { organisation_name } = useMembership();
  const [params, setParams] = useSearchParams();
  const said = read(params);
  const asked: Asked = { ...said, kind: ["person"] };
  const { data } = useInfiniteQuery(search(asked));
  const change = (next: Asked) => {
    setParams(write({ ...next, kind: undefined }), { replace: true });
  };
  return (
    <Page title="People" width="wide" lead={`Everyone at ${organisation_name}.`}>
      <Box words={asked.q} onChange={(q) => change({ ...asked, q })} />
      <div className={classes.columns}>
        <FilterList
          asked={asked}
          facets={data?.pages[0]?.facets}
          filters={["department", "location"]}
          onChange={change}
        />
        {said.q || isNarrowed(said) ? <Found asked={asked} /> : <Everyone />}
      </div>
    </Page>
  );
}

function Box({ words, onChange }: { words: string; onChange: (words: string) => void }) {
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

function Everyone() {
  const found = useInfiniteQuery(people);
  if (found.isPending) return <Rows count={8} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  return (
    <div>
      <ul className={classes.grid}>
        {flat(found.data).map((it) => (
          <PersonLine
            key={it.id}
            id={it.id}
            name={it.name}
            plainName={it.name}
            photo={it.photo}
            lines={[it.title, [it.department, it.location].filter(Boolean).join(", ")]}
          />
        ))}
      </ul>
      <More list={found} />
    </div>
  );
}

function Found({ asked }: { asked: Asked }) {
  const found = useInfiniteQuery(search(asked));
  if (found.isPending) return <Rows count={8} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const hits = found.data.pages.flatMap((it) => it.hits);
  const total = found.data.pages[0]?.total ?? 0;
  if (hits.length === 0) {
    return (
      <Empty icon={IconUsers} title="No one found">
        Try fewer words or filters.
      </Empty>
    );
  }
  return (
    <div>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {many(total, "person", "people")}
      </Text>
      <ul className={classes.grid}>
        {hits.map((hit) => (
          <PersonLine
            key={hit.ref}
            id={hit.person ?? ""}
            name={<Pieces pieces={hit.title} />}
            plainName={plain(hit.title)}
            lines={[<Pieces key="why" pieces={hit.snippet} />]}
          />
        ))}
      </ul>
      <More list={found} />
    </div>
  );
}
