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
}

export function AnchorLine({ anchor, text }: Props) {
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
    return (
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconFile size={13} aria-hidden />}
        onClick={() => setParams({ page: String(page) }, { replace: true })}
      >
        Page {page}
      </Button>
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
