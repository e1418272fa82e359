/** Records reading progress: the end of a note, the furthest page of a PDF. */
import { useIntersection } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AssignmentForMe } from "@/api/types";
import { itemAssignments, useRecordPage, useSetState } from "./queries";

/** How long the end of a note, or a page, must be visible. */
const NOTE_DWELL_MS = 3_000;
const PAGE_DWELL_MS = 1_500;

function isOpenReading(it: AssignmentForMe): boolean {
  return it.task === "read" && it.phase === "open" && it.state === "open";
}

/** Scrolled past counts like visible. */
const VISIBLE_OR_ABOVE = { rootMargin: "1000000px 0px 0px 0px" };

/** A marker at the end of a note; once visible long enough, completes reading assignments. */
export function EndOfNote({ item }: { item: string }) {
  const { ref, entry } = useIntersection(VISIBLE_OR_ABOVE);
  const { data } = useQuery(itemAssignments(item));
  const { mutate } = useSetState();
  const [reported, setReported] = useState<string[]>([]);
  const next = data?.find((it) => isOpenReading(it) && !reported.includes(it.id));
  const seen = Boolean(entry?.isIntersecting);
  useEffect(() => {
    if (!seen || !next) return;
    const timer = setTimeout(() => {
      setReported((before) => [...before, next.id]);
      mutate({ it: next, state: "done" });
    }, NOTE_DWELL_MS);
    return () => clearTimeout(timer);
  }, [seen, next, mutate]);
  return <div ref={ref} aria-hidden style={{ height: 1 }} />;
}

/** Returns a function that records the furthest page read. */
export function useReadingProgress(item: string): (page: number) => void {
  const { data } = useQuery(itemAssignments(item));
  const { mutate } = useRecordPage();
  const [page, setPage] = useState(0);
  const next = data?.find((it) => isOpenReading(it) && it.page < page);
  useEffect(() => {
    if (!next) return;
    const timer = setTimeout(() => mutate({ it: next, page }), PAGE_DWELL_MS);
    return () => clearTimeout(timer);
  }, [next, page, mutate]);
  return setPage;
}
