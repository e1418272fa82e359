/** A relative time; the exact one on hover and for machines. */
import { formatDateTime, formatRelative } from "./time";

export function RelativeTime({ at }: { at: string | Date }) {
  const then = typeof at === "string" ? new Date(at) : at;
  return (
    <time dateTime={then.toISOString()} title={formatDateTime(then)}>
      {formatRelative(then)}
    </time>
  );
}
