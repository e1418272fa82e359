/** What somebody wrote in Markdown, as a page shows it. */
import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import classes from "./prose.module.css";

const Safe = lazy(async () => {
  const { html } = await import("./markdown");
  return {
    default: ({ text }: { text: string }) => (
      // biome-ignore lint/security/noDangerouslySetInnerHtml: DOMPurify has been through it
      <div className={classes.prose} dangerouslySetInnerHTML={{ __html: html(text) }} />
    ),
  };
});

export function Prose({ text }: { text: string }) {
  return (
    <Suspense fallback={<Lines />}>
      <Safe text={text} />
    </Suspense>
  );
}

function Lines() {
  return [94, 88, 97, 72, 90, 41].map((width) => (
    <Skeleton key={width} height={12} width={`${width}%`} mb={14} />
  ));
}
