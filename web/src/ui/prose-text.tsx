/** Markdown as safe HTML, with some words marked. */
import { useEffect, useMemo, useRef } from "react";
import { html } from "./markdown";
import { patternOf } from "./marked";
import classes from "./prose.module.css";

interface Props {
  text: string;
  /** Words, one a line. */
  marks: string;
}

export default function ProseText({ text, marks }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const safe = useMemo(() => html(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other text has other places
  useEffect(() => {
    if (!root.current || !marks || !("highlights" in CSS)) return;
    const found = places(root.current, marks.split("\n"));
    CSS.highlights.set("found", new Highlight(...found));
    found[0]?.startContainer.parentElement?.scrollIntoView({ block: "center" });
    return () => void CSS.highlights.delete("found");
  }, [safe, marks]);
  return (
    <div
      ref={root}
      className={classes.prose}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: DOMPurify has been through it
      dangerouslySetInnerHTML={{ __html: safe }}
    />
  );
}

/** Where the words stand. Marked by the browser over the text, which stays as it is. */
function places(root: Node, words: string[]): Range[] {
  const pattern = patternOf(words);
  if (!pattern) return [];
  const found: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const match of (walker.currentNode.nodeValue ?? "").matchAll(pattern)) {
      const range = new Range();
      range.setStart(walker.currentNode, match.index);
      range.setEnd(walker.currentNode, match.index + match[0].length);
      found.push(range);
    }
  }
  return found;
}
