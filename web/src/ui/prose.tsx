/** What somebody wrote in Markdown, as a page shows it; words that were searched for are marked. */
import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";

const Safe = lazy(() => import("./prose-text"));

interface Props {
  text: string;
  marks?: string[];
  /** What ticking the nth task does; without it, tasks are only shown. */
  onTask?: ((number: number) => void) | undefined;
}

export function Prose({ text, marks = [], onTask }: Props) {
  return (
    <Suspense fallback={<TextSkeleton />}>
      <Safe text={text} marks={marks.join("\n")} onTask={onTask} />
    </Suspense>
  );
}

function TextSkeleton() {
  return [94, 88, 97, 72, 90, 41].map((width) => (
    <Skeleton key={width} height={12} width={`${width}%`} mb={14} />
  ));
}
