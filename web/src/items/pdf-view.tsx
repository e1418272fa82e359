/** Shows a PDF at a page, with words highlighted and text selectable. */
import { ActionIcon, NumberInput, Text } from "@mantine/core";
import {
  IconChevronDown,
  IconChevronUp,
  IconFileAlert,
  IconMinus,
  IconPlus,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { EmptyState } from "@/ui/empty-state";
import classes from "./pdf.module.css";
import { openPdf, type PdfHandle } from "./pdf-document";

interface Props {
  url: string;
  page: number;
  marks: string[];
  /** Called with the current page. */
  onTurn: (page: number) => void;
}

export default function PdfView({ url, page, marks, onTurn }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const book = useRef<PdfHandle>(null);
  const [count, setCount] = useState(0);
  const [now, setNow] = useState(page);
  const [failed, setFailed] = useState(false);
  const words = marks.join("\n");

  useEffect(() => {
    if (!container.current) return;
    book.current = openPdf(
      container.current,
      url,
      { page, marks: words ? words.split("\n") : [] },
      { ready: setCount, turned: setNow, failed: () => setFailed(true) },
    );
    return () => book.current?.close();
  }, [url, page, words]);

  useEffect(() => {
    if (count > 0) onTurn(now);
  });

  if (failed) {
    return (
      <EmptyState icon={IconFileAlert} title="This PDF can’t be previewed">
        It may be protected or damaged. Download it to open it on your computer.
      </EmptyState>
    );
  }
  const goToPage = (to: number) => {
    if (to >= 1 && to <= count) book.current?.goToPage(to);
  };
  return (
    <section className={classes.frame} aria-label="Pages">
      <div className={classes.bar}>
        <ActionIcon aria-label="Previous page" onClick={() => goToPage(now - 1)}>
          <IconChevronUp size={18} />
        </ActionIcon>
        <ActionIcon aria-label="Next page" onClick={() => goToPage(now + 1)}>
          <IconChevronDown size={18} />
        </ActionIcon>
        <NumberInput
          className={classes.number ?? ""}
          aria-label="Page"
          size="xs"
          hideControls
          min={1}
          max={Math.max(1, count)}
          value={now}
          onChange={(to) => goToPage(Number(to))}
        />
        <Text size="sm" c="dimmed" mr="auto">
          of {count || "…"}
        </Text>
        <ActionIcon aria-label="Zoom out" onClick={() => book.current?.zoom(1 / 1.2)}>
          <IconMinus size={18} />
        </ActionIcon>
        <ActionIcon aria-label="Zoom in" onClick={() => book.current?.zoom(1.2)}>
          <IconPlus size={18} />
        </ActionIcon>
      </div>
      <div className={classes.viewport}>
        <div
          ref={container}
          className={classes.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box is scrolled by keyboard
          tabIndex={0}
          role="document"
          aria-label="Document"
        >
          <div className="pdfViewer" />
        </div>
      </div>
    </section>
  );
}
