/** A search as the address bar says it; the API reads the very same words. */

const FILTERS = ["kind", "channel", "author", "tag", "department", "location"] as const;
export type Filter = (typeof FILTERS)[number];

export type SearchQuery = { q: string; from?: string; to?: string } & {
  [name in Filter]?: string[];
};

export function parseSearchParams(params: URLSearchParams): SearchQuery {
  const asked: SearchQuery = { q: params.get("q") ?? "" };
  for (const name of FILTERS) {
    const values = params.getAll(name).filter(Boolean);
    if (values.length > 0) asked[name] = values;
  }
  const from = params.get("from");
  const to = params.get("to");
  if (from) asked.from = from;
  if (to) asked.to = to;
  return asked;
}

export function toSearchParams(asked: SearchQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (asked.q) params.set("q", asked.q);
  for (const name of FILTERS) for (const value of asked[name] ?? []) params.append(name, value);
  if (asked.from) params.set("from", asked.from);
  if (asked.to) params.set("to", asked.to);
  return params;
}

/** The same search with one choice of a filter put in or taken out. */
export function toggleFilter(asked: SearchQuery, filter: Filter, value: string): SearchQuery {
  const before = asked[filter] ?? [];
  const after = before.includes(value) ? before.filter((it) => it !== value) : [...before, value];
  const { [filter]: _gone, ...rest } = asked;
  return after.length > 0 ? { ...rest, [filter]: after } : (rest as SearchQuery);
}

/** Whether any of these filters leaves something out. */
export function hasFilters(asked: SearchQuery, filters: readonly Filter[] = FILTERS): boolean {
  return Boolean(asked.from || asked.to) || filters.some((name) => asked[name]);
}
