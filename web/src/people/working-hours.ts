/** Formats working hours, local times and languages. */
import type { Profile } from "@/api/types";

export const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "Mon to Fri, 09:00 to 17:00". */
export function formatWorkingHours({ days, begins, ends }: Profile["working_hours"]): string {
  if (days.length === 0) return "No fixed hours";
  return `${formatDays([...days].sort((a, b) => a - b))}, ${begins} to ${ends}`;
}

function formatDays(days: number[]): string {
  const found: number[][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else found.push([day]);
  }
  const name = (day: number | undefined) => DAYS[(day ?? 1) - 1];
  return found
    .map((run) =>
      run.length > 2 ? `${name(run[0])} to ${name(run.at(-1))}` : run.map(name).join(", "),
    )
    .join(", ");
}

/** "14:05 (Europe/Lisbon)". */
export function localTime(zone: string, now = new Date()): string {
  try {
    const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "short" });
    return `${time.format(now)} (${zone.replaceAll("_", " ")})`;
  } catch {
    return zone;
  }
}

export function languageNames(codes: string[]): string {
  const names = new Intl.DisplayNames("en", { type: "language" });
  return codes.map((code) => names.of(code) ?? code).join(", ");
}
