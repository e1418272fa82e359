/** The anchor of a post: a passage, page or second; links to it. */
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
  /** The discussed text; null if unknown. */
  text: string | null;
  /** The page count of the discussed file; 0 if unknown. */
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
