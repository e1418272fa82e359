/** A discussion, whose machinery loads with the first that is shown. */
import { lazy, Suspense } from "react";
import { Rows } from "@/ui/list-skeleton";

const Whole = lazy(async () => ({ default: (await import("./discussion")).Discussion }));

export function Discussion({ of, hasChannels }: { of: string; hasChannels?: boolean }) {
  return (
    <Suspense fallback={<Rows count={3} />}>
      <Whole key={of} of={of} hasChannels={hasChannels ?? false} />
    </Suspense>
  );
}
