/** Formats due dates, in the time zone of the assignment. */

const DAY = 86_400_000;
const WEEKDAY_LIMIT = 6;

/** The date in a time zone, as 2026-11-27. */
export function dateInZone(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at);
}

/** Days until the due date; negative when overdue. */
export function daysUntil(due: Date, zone: string, now = new Date()): number {
  const [then, today] = [dateInZone(due, zone), dateInZone(now, zone)].map((it) => Date.parse(it));
  return Math.round(((then ?? 0) - (today ?? 0)) / DAY);
}

/** "late" when overdue, "today" on the day, else "ahead". */
export function urgency(due: string, zone: string, now = new Date()): "late" | "today" | "ahead" {
  if (Date.parse(due) < now.getTime()) return "late";
  return daysUntil(new Date(due), zone, now) === 0 ? "today" : "ahead";
}

/** "by Friday", "by today", "by 12 December"; when overdue, "due yesterday". */
export function formatDue(due: string, zone: string, now = new Date()): string {
  const then = new Date(due);
  const days = daysUntil(then, zone, now);
  if (Date.parse(due) < now.getTime()) {
    return days >= -1 ? "due yesterday" : `due ${-days} days ago`;
  }
  if (days === 0) return "by today";
  if (days === 1) return "by tomorrow";
  const how: Intl.DateTimeFormatOptions =
    days <= WEEKDAY_LIMIT ? { weekday: "long" } : { day: "numeric", month: "long" };
  return `by ${new Intl.DateTimeFormat("en-GB", { ...how, timeZone: zone }).format(then)}`;
}

/** "The end of Friday in Honolulu is Saturday 10:59 for you", if the local date differs. */
export function localDueTime(
  due: string,
  zone: string,
  localZone = browserTimeZone(),
): string | null {
  const then = new Date(due);
  if (dateInZone(then, zone) === dateInZone(then, localZone)) return null;
  const format = (timeZone: string, how: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone, ...how }).format(then);
  const city = zone.split("/").at(-1)?.replaceAll("_", " ");
  const now = format(localZone, { hour: "2-digit", minute: "2-digit" });
  return `The end of ${format(zone, {})} in ${city} is ${now} for you.`;
}

export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** The next Friday after today, as a date input expects it. */
export function nextFriday(now = new Date()): string {
  const ahead = (5 - now.getDay() + 7) % 7 || 7;
  return dateInZone(new Date(now.getTime() + ahead * DAY), browserTimeZone());
}
