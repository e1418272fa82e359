/** Labels for the API's search values. */

const KIND_LABELS: Record<string, string> = {
  note: "Notes",
  link: "Links",
  file: "Files",
  item: "All items",
  person: "People",
  channel: "Channels",
  group: "Groups",
};

const AGE_LABELS: Record<string, string> = {
  day: "Past day",
  week: "Past week",
  month: "Past month",
  year: "Past year",
};

const AGE_DAYS: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

export function kindLabel(value: string): string {
  return KIND_LABELS[value] ?? value;
}

export function ageLabel(value: string): string {
  return AGE_LABELS[value] ?? value;
}

/** The first day of an age filter, as in the URL. */
export function since(age: string, now = new Date()): string {
  const then = new Date(now.getTime() - (AGE_DAYS[age] ?? 0) * 86_400_000);
  return then.toISOString().slice(0, 10);
}
