/** The text of a file by page, slide or minute. */
import { Title } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { flattenPages } from "@/api/pagination";
import type { TextPage } from "@/api/types";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { HighlightedText } from "@/ui/highlighted-text";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { formatDuration } from "@/ui/time";
import classes from "./item-page.module.css";
import { itemPages } from "./queries";

interface Props {
  id: string;
  file: string;
  family: string;
  page: number | null;
  second: number | null;
  marks: string[];
}

const PART_LABELS: Record<string, string> = { slides: "Slide", sheet: "Sheet", table: "Table" };

export function TextPages({ id, file, family, page, second, marks }: Props) {
  const found = useInfiniteQuery(itemPages(id, file));
  const pages = flattenPages(found.data);
  const wanted = pages.find(
    (it) => it.number === page || (second !== null && it.second === second),
  );
  const far = page !== null && !wanted && found.hasNextPage && !found.isFetchingNextPage;
  useEffect(() => {
    if (far) void found.fetchNextPage();
  }, [far, found]);
  if (found.isPending) return <ListSkeleton count={4} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  if (pages.length === 0) {
    return (
      <EmptyState icon={IconFileText} title="No text in this file">
        Download the file to see its contents.
      </EmptyState>
    );
  }
  const only = pages.length === 1 && !found.hasNextPage;
  return (
    <>
      {pages.map((it) => (
        <PageSection
          key={it.number}
          it={it}
          heading={only ? it.title : headingOf(it, PART_LABELS[family] ?? "Page")}
          opened={it === wanted}
          marks={marks}
        />
      ))}
      <LoadMore list={found} />
    </>
  );
}

function headingOf(it: TextPage, part: string): string {
  const place = it.second === null ? `${part} ${it.number}` : formatDuration(it.second);
  return it.title ? `${place} · ${it.title}` : place;
}

interface PageSectionProps {
  it: TextPage;
  heading: string | null;
  opened: boolean;
  marks: string[];
}

function PageSection({ it, heading, opened, marks }: PageSectionProps) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!opened) return;
    const hit = section.current?.querySelector("mark") ?? section.current;
    hit?.scrollIntoView({ block: hit.tagName === "MARK" ? "center" : "start" });
  }, [opened]);
  return (
    <section ref={section} className={classes.page}>
      {heading && <Title order={2}>{heading}</Title>}
      <div className={classes.text}>
        <HighlightedText text={it.text} marks={marks} />
      </div>
    </section>
  );
}
