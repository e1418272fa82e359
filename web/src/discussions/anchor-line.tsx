/** Where a post belongs: the words, the page or the second; leads there. */
import { Button, Text } from "@mantine/core";
import { IconFile, IconPlayerPlay, IconQuote } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import type { Anchor } from "@/api/types";
import { clock } from "@/ui/time";
import { find } from "./anchor";
import classes from "./discussion.module.css";
import { goTo, seek } from "./use-place";

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
  if (passage) {
    const lost = text !== null && !find(text, passage);
    return (
      <div className={classes.quote}>
        <button type="button" disabled={lost} onClick={() => goTo(passage)}>
          <IconQuote size={14} aria-hidden />
          <q>{passage.quote}</q>
        </button>
        {lost && (
          <Text size="xs" c="dimmed">
            These words are not in the text any more.
          </Text>
        )}
      </div>
    );
  }
  if (page) {
    const lost = pages > 0 && page > pages;
    return (
      <>
        <Button
          variant="default"
          size="compact-xs"
          disabled={lost}
          leftSection={<IconFile size={13} aria-hidden />}
          onClick={() => setParams({ page: String(page) }, { replace: true })}
        >
          Page {page}
        </Button>
        {lost && (
          <Text size="xs" c="dimmed">
            The file has no such page any more.
          </Text>
        )}
      </>
    );
  }
  if (second === null) return null;
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconPlayerPlay size={13} aria-hidden />}
      onClick={() => seek(second) || setParams({ second: String(second) }, { replace: true })}
    >
      At {clock(second)}
    </Button>
  );
}
