/** A search as the address bar says it; the API reads the very same words. */

const LISTS = ["kind", "channel", "author", "tag", "department", "location"] as const;
export type Filter = (typeof LISTS)[number];

export type Asked = { q: string; from?: string; to?: string } & { [name in Filter]?: string[] };

export function read(params: URLSearchParams): Asked {
  const asked: Asked = { q: params.get("q") ?? "" };
  for (const name of LISTS) {
    const values = params.getAll(name).filter(Boolean);
    if (values.length > 0) asked[name] = values;
  }
  const from = params.get("from");
  const to = params.get("to");
  if (from) asked.from = from;
  if (to) asked.to = to;
  return asked;
}

export function write(asked: Asked): URLSearchParams {
  const params = new URLSearchParams();
  if (asked.q) params.set("q", asked.q);
  for (const name of LISTS) for (const value of asked[name] ?? []) params.append(name, value);
  if (asked.from) params.set("from", asked.from);
  if (asked.to) params.set("to", asked.to);
  return params;
}

/** The same search with one choice of a filter put in or taken out. */
export function toggled(asked: Asked, filter: Filter, value: string): Asked {
  const before = asked[filter] ?? [];
  const after = before.includes(value) ? before.filter((it) => it !== value) : [...before, value];
  const { [filter]: _gone, ...rest } = asked;
  return after.length > 0 ? { ...rest, [filter]: after } : (rest as Asked);
}

/** Whether any of these filters leaves something out. */
export function isNarrowed(asked: Asked, filters: readonly Filter[] = LISTS): boolean {
  return Boolean(asked.from || asked.to) || filters.some((name) => asked[name]);
}
