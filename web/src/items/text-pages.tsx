/** The text of a file, page by page, slide by slide, minute by minute. */
import { Title } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { flat } from "@/api/pagination";
import type { TextPage } from "@/api/types";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Marked } from "@/ui/highlighted-text";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { clock } from "@/ui/time";
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

const PART: Record<string, string> = { slides: "Slide", sheet: "Sheet", table: "Table" };

export function TextPages({ id, file, family, page, second, marks }: Props) {
  const found = useInfiniteQuery(itemPages(id, file));
  const pages = flat(found.data);
  const wanted = pages.find(
    (it) => it.number === page || (second !== null && it.second === second),
  );
  const far = page !== null && !wanted && found.hasNextPage && !found.isFetchingNextPage;
  useEffect(() => {
    if (far) void found.fetchNextPage();
  }, [far, found]);
  if (found.isPending) return <Rows count={4} />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  if (pages.length === 0) {
    return (
      <Empty icon={IconFileText} title="No text in this file">
        Download the file to see its contents.
      </Empty>
    );
  }
  const only = pages.length === 1 && !found.hasNextPage;
  return (
    <>
      {pages.map((it) => (
        <One
          key={it.number}
          it={it}
          heading={only ? it.title : headingOf(it, PART[family] ?? "Page")}
          opened={it === wanted}
          marks={marks}
        />
      ))}
      <More list={found} />
    </>
  );
}

function headingOf(it: TextPage, part: string): string {
  const place = it.second === null ? `${part} ${it.number}` : clock(it.second);
  return it.title ? `${place} · ${it.title}` : place;
}

interface OneProps {
  it: TextPage;
  heading: string | null;
  opened: boolean;
  marks: string[];
}

function One({ it, heading, opened, marks }: OneProps) {
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
        <Marked text={it.text} marks={marks} />
      </div>
    </section>
  );
}
