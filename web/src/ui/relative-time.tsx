/** A moment, in words; the exact one on hover and for machines. */
import { ago, exactly } from "./time";

export function When({ at }: { at: string | Date }) {
  const then = typeof at === "string" ? new Date(at) : at;
  return (
    <time dateTime={then.toISOString()} title={exactly(then)}>
      {ago(then)}
    </time>
  );
}
