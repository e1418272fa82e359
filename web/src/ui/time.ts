/** Formats times. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** The time of a ULID: its first ten characters are milliseconds. */
export function ulidTime(id: string): Date {
  let milliseconds = 0;
  for (const character of id.slice(0, 10)) {
    milliseconds = milliseconds * 32 + ALPHABET.indexOf(character);
  }
  return new Date(milliseconds);
}

/** "3 hours ago", "yesterday"; "just now" within a minute. */
export function formatRelative(then: Date, now = new Date()): string {
  const seconds = (then.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

export function formatDateTime(then: Date): string {
  return exact.format(then);
}

export function formatDate(then: Date): string {
  return day.format(then);
}

/** 4:07, 1:02:33. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
