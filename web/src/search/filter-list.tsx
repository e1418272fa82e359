/** Filters of a search, with counts. */
import { Button, Collapse, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import type { Count, Facets } from "@/api/types";
import { ageLabel, kindLabel, since } from "./labels";
import classes from "./search.module.css";
import { type Filter, hasFilters, type SearchQuery, toggleFilter } from "./search-params";

const FILTER_LABELS: Record<Filter, string> = {
  kind: "Kind",
  channel: "Channel",
  author: "Author",
  tag: "Tag",
  department: "Department",
  location: "Location",
};
const MAX_SHOWN = 8;

interface Props {
  query: SearchQuery;
  facets: Facets | undefined;
  filters: Filter[];
  dates?: boolean;
  onChange: (query: SearchQuery) => void;
}

export function FilterList(props: Props) {
  const [open, { toggle }] = useDisclosure();
  return (
    <div>
      <Button
        className={classes.toggleButton ?? ""}
        variant="default"
        size="compact-md"
        h={32}
        leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
        aria-expanded={open}
        onClick={toggle}
      >
        Filters
      </Button>
      <div className={classes.wideOnly}>
        <FilterGroups {...props} />
      </div>
      <Collapse expanded={open} className={classes.narrowOnly ?? ""}>
        <FilterGroups {...props} />
      </Collapse>
    </div>
  );
}

function FilterGroups({ query, facets, filters, dates = false, onChange }: Props) {
  return (
    <div className={classes.filters}>
      {filters.map((filter) => (
        <FilterGroup
          key={filter}
          filter={filter}
          counts={facets?.[filter] ?? []}
          chosen={query[filter] ?? []}
          choose={(value) => onChange(toggleFilter(query, filter, value))}
        />
      ))}
      {dates && <DateFilter query={query} ages={facets?.age ?? []} onChange={onChange} />}
      {hasFilters(query, filters) && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          onClick={() => onChange({ q: query.q })}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}

interface FilterGroupProps {
  filter: Filter;
  counts: Count[];
  chosen: string[];
  choose: (value: string) => void;
}

function FilterGroup({ filter, counts, chosen, choose }: FilterGroupProps) {
  // "item" is every note, link and file: useless beside those.
  const useful = counts.filter((it) => it.value !== "item");
  const known = new Set(useful.map((it) => it.value));
  const lost = chosen
    .filter((value) => !known.has(value) && value !== "item")
    .map((value) => ({ value, name: value, count: 0 }));
  const shown = [...useful.slice(0, MAX_SHOWN), ...lost];
  if (shown.length === 0) return null;
  return (
    <fieldset>
      <legend>{FILTER_LABELS[filter]}</legend>
      {shown.map(({ value, name, count }) => (
        <button
          key={value}
          type="button"
          className={classes.choice}
          aria-pressed={chosen.includes(value)}
          onClick={() => choose(value)}
        >
          <span>{filter === "kind" ? kindLabel(name) : name}</span>
          <span className={classes.count}>{count.toLocaleString("en")}</span>
        </button>
      ))}
    </fieldset>
  );
}

interface DateFilterProps {
  query: SearchQuery;
  ages: Count[];
  onChange: (query: SearchQuery) => void;
}

function DateFilter({ query, ages, onChange }: DateFilterProps) {
  return (
    <fieldset>
      <legend>Date</legend>
      {ages.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          className={classes.choice}
          aria-pressed={query.from === since(value)}
          onClick={() =>
            onChange({ ...query, from: query.from === since(value) ? undefined : since(value) })
          }
        >
          <span>{ageLabel(value)}</span>
          <span className={classes.count}>{count.toLocaleString("en")}</span>
        </button>
      ))}
      <TextInput
        mt={6}
        size="xs"
        type="date"
        label="From"
        value={query.from ?? ""}
        onChange={(event) => onChange({ ...query, from: event.currentTarget.value || undefined })}
      />
      <TextInput
        mt={6}
        size="xs"
        type="date"
        label="To"
        value={query.to ?? ""}
        onChange={(event) => onChange({ ...query, to: event.currentTarget.value || undefined })}
      />
    </fieldset>
  );
}
