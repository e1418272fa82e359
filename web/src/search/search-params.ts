/** A search as URL parameters; the API uses the same names. */

const FILTERS = ["kind", "channel", "author", "tag", "department", "location"] as const;
export type Filter = (typeof FILTERS)[number];

export type SearchQuery = { q: string; from?: string; to?: string } & {
  [name in Filter]?: string[];
};

export function parseSearchParams(params: URLSearchParams): SearchQuery {
  const query: SearchQuery = { q: params.get("q") ?? "" };
  for (const name of FILTERS) {
    const values = params.getAll(name).filter(Boolean);
    if (values.length > 0) query[name] = values;
  }
  const from = params.get("from");
  const to = params.get("to");
  if (from) query.from = from;
  if (to) query.to = to;
  return query;
}

export function toSearchParams(query: SearchQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.q) params.set("q", query.q);
  for (const name of FILTERS) for (const value of query[name] ?? []) params.append(name, value);
  if (query.from) params.set("from", query.from);
  if (query.to) params.set("to", query.to);
  return params;
}

/** Adds or removes one value of a filter. */
export function toggleFilter(query: SearchQuery, filter: Filter, value: string): SearchQuery {
  const before = query[filter] ?? [];
  const after = before.includes(value) ? before.filter((it) => it !== value) : [...before, value];
  const { [filter]: _gone, ...rest } = query;
  return after.length > 0 ? { ...rest, [filter]: after } : (rest as SearchQuery);
}

/** Whether any of these filters is set. */
export function hasFilters(query: SearchQuery, filters: readonly Filter[] = FILTERS): boolean {
  return Boolean(query.from || query.to) || filters.some((name) => query[name]);
}
