/** Renders Markdown, with words highlighted. */
import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";

const Safe = lazy(() => import("./prose-text"));

interface Props {
  text: string;
  marks?: string[];
  /** Called with the number of a toggled task; without it, tasks are read-only. */
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
