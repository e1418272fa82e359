/** A word diff of two texts. */
import { diffWordsWithSpace } from "diff";
import { useMemo } from "react";
import classes from "./versions-page.module.css";

/** Beyond this edit distance, texts are shown as removed and added. */
const MAX_EDIT_LENGTH = 4000;

export default function TextDiff({ from, to }: { from: string; to: string }) {
  const parts = useMemo(() => diffParts(from, to), [from, to]);
  return (
    <div className={classes.diff}>
      {parts.map((part) =>
        part.added ? (
          <ins key={part.key}>{part.value}</ins>
        ) : part.removed ? (
          <del key={part.key}>{part.value}</del>
        ) : (
          <span key={part.key}>{part.value}</span>
        ),
      )}
    </div>
  );
}

interface DiffPart {
  key: number;
  value: string;
  added: boolean;
  removed: boolean;
}

function diffParts(from: string, to: string): DiffPart[] {
  const found = diffWordsWithSpace(from, to, { maxEditLength: MAX_EDIT_LENGTH }) ?? [
    { value: from, added: false, removed: true },
    { value: to, added: true, removed: false },
  ];
  return found.map(({ value, added, removed }, key) => ({ key, value, added, removed }));
}
