/** Where a post belongs: the words, the page or the second; leads there. */
import { Button, Text } from "@mantine/core";
import { IconFile, IconPlayerPlay, IconQuote } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import type { Anchor } from "@/api/types";
import { formatDuration } from "@/ui/time";
import { findLostPart } from "./anchor";
import classes from "./discussion.module.css";
import { scrollToPassage, seekMedia } from "./use-passages";

interface Props {
  anchor: Anchor;
  /** The text that is discussed; null where it is not known here. */
  text: string | null;
  /** How many pages what is discussed has; 0 where it has none, or that is not known. */
  pages?: number;
}

export function AnchorLine({ anchor, text, pages = 0 }: Props) {
  const [, setParams] = useSearchParams();
  const { passage, page, second } = anchor;
  const lost = findLostPart(anchor, text, pages);
  if (passage) {
    return (
      <div className={classes.quote}>
        <button type="button" disabled={lost !== null} onClick={() => scrollToPassage(passage)}>
          <IconQuote size={14} aria-hidden />
          <q>{passage.quote}</q>
        </button>
        <LostAnchor what={lost} />
      </div>
    );
  }
  if (page) {
    return (
      <>
        <Button
          variant="default"
          size="compact-xs"
          disabled={lost !== null}
          leftSection={<IconFile size={13} aria-hidden />}
          onClick={() => setParams({ page: String(page) }, { replace: true })}
        >
          Page {page}
        </Button>
        <LostAnchor what={lost} />
      </>
    );
  }
  if (second === null) return null;
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconPlayerPlay size={13} aria-hidden />}
      onClick={() => seekMedia(second) || setParams({ second: String(second) }, { replace: true })}
    >
      At {formatDuration(second)}
    </Button>
  );
}

function LostAnchor({ what }: { what: ReturnType<typeof findLostPart> }) {
  if (!what) return null;
  return (
    <Text size="xs" c="dimmed">
      {what === "page" ? "That page no longer exists." : "That passage was changed or removed."}
    </Text>
  );
}
