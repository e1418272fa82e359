/** Loads the discussion's code with the first one shown. */
import { lazy, Suspense } from "react";
import { ListSkeleton } from "@/ui/list-skeleton";

const LazyDiscussion = lazy(async () => ({ default: (await import("./discussion")).Discussion }));

export function Discussion({ of, hasChannels }: { of: string; hasChannels?: boolean }) {
  return (
    <Suspense fallback={<ListSkeleton count={3} />}>
      <LazyDiscussion key={of} of={of} hasChannels={hasChannels ?? false} />
    </Suspense>
  );
}
