/** Markdown as safe HTML, with words highlighted. */
import { type MouseEvent, useEffect, useMemo, useRef } from "react";
import { useNavigate } from "react-router";
import { fetchPictureUrl } from "@/api/pictures";
import { wordPattern } from "./highlighted-text";
import { fetchItemPictureUrl } from "./item-picture";
import { renderMarkdown } from "./markdown";
import classes from "./prose.module.css";

interface Props {
  text: string;
  /** Words to highlight, one per line. */
  marks: string;
  /** Called with the number of a toggled task; without it, tasks are read-only. */
  onTask?: ((number: number) => void) | undefined;
}

export default function ProseText({ text, marks, onTask }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const safe = useMemo(() => renderMarkdown(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other text has other places
  useEffect(() => {
    if (!root.current || !marks || !("highlights" in CSS)) return;
    const found = findRanges(root.current, marks.split("\n"));
    CSS.highlights.set("found", new Highlight(...found));
    found[0]?.startContainer.parentElement?.scrollIntoView({ block: "center" });
    return () => void CSS.highlights.delete("found");
  }, [safe, marks]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other text has other pictures
  useEffect(() => {
    for (const image of root.current?.querySelectorAll("img") ?? []) {
      const { picture, item } = image.dataset;
      const show = (url: string | null) => {
        if (url) image.src = url;
        else if (item) image.replaceWith(itemLink(item, image.alt));
      };
      if (picture) fetchPictureUrl(picture).then(show, () => {});
      if (item) fetchItemPictureUrl(item).then(show, () => show(null));
    }
  }, [safe]);
  const tick = useRef(onTask);
  tick.current = onTask;
  const mayTick = onTask !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other text has other tasks
  useEffect(() => {
    const boxes = root.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [];
    boxes.forEach((box, number) => {
      box.setAttribute("aria-label", box.closest("li")?.textContent?.trim() || "Task");
      box.disabled = !mayTick;
      box.onchange = () => tick.current?.(number);
    });
  }, [safe, mayTick]);
  const navigate = useNavigate();
  /** Opens links to other pages of the app without a reload. */
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.origin !== location.origin || link.target || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links in it are what is clicked
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <div
      ref={root}
      className={classes.prose}
      onClick={follow}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: DOMPurify has been through it
      dangerouslySetInnerHTML={{ __html: safe }}
    />
  );
}

/** A link to the item, for a picture that is none or not accessible. */
function itemLink(item: string, words: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = `/items/${item}`;
  link.textContent = words || "File";
  return link;
}

/** Finds the words. The browser highlights them over the unchanged text. */
function findRanges(root: Node, words: string[]): Range[] {
  const pattern = wordPattern(words);
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
