/** The discussed text on the page: selecting, finding and scrolling to passages. */
import { useEffect, useState } from "react";
import { createPassage, findPassage, type Passage } from "./anchor";

/** The element with the discussed content, without the discussion itself. */
function discussedElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-discussed]");
}

/** The discussed text, updated on each change; null if there is none. */
export function useDiscussedText(): string | null {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    const root = discussedElement();
    if (!root) return;
    const read = () => setText(root.textContent);
    read();
    const watch = new MutationObserver(read);
    watch.observe(root, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, []);
  return text;
}

export interface SelectedPassage {
  passage: Passage;
  /** Where the selection ends on the screen. */
  x: number;
  y: number;
}

/** The passage selected in the discussed text. */
export function useSelectedPassage(): SelectedPassage | null {
  const [picked, setPicked] = useState<SelectedPassage | null>(null);
  useEffect(() => {
    const look = () => setPicked(selectedPassage());
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, []);
  return picked;
}

function selectedPassage(): SelectedPassage | null {
  const root = discussedElement();
  const selection = document.getSelection();
  if (!root || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const before = new Range();
  before.selectNodeContents(root);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const passage = createPassage(root.textContent ?? "", start, start + range.toString().length);
  if (!passage) return null;
  const { right, bottom } = range.getBoundingClientRect();
  return { passage, x: right, y: bottom };
}

/** Scrolls to a passage and highlights it; false if it is gone. */
export function scrollToPassage(passage: Passage): boolean {
  const root = discussedElement();
  const span = root && findPassage(root.textContent ?? "", passage);
  if (!root || !span) return false;
  const range = rangeOf(root, span.start, span.end);
  if ("highlights" in CSS) CSS.highlights.set("found", new Highlight(range));
  const near = range.startContainer.parentElement;
  near?.scrollIntoView({ block: "center", behavior: "smooth" });
  return true;
}

function rangeOf(root: Node, start: number, end: number): Range {
  const range = new Range();
  range.selectNodeContents(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  let started = false;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const length = node.nodeValue?.length ?? 0;
    if (!started && at + length > start) {
      range.setStart(node, start - at);
      started = true;
    }
    if (at + length >= end) {
      range.setEnd(node, end - at);
      break;
    }
    at += length;
  }
  return range;
}

/** The current page of a PDF or second of a recording. */
export function currentPosition(): { page: number } | { second: number } | null {
  const media = document.querySelector<HTMLMediaElement>("[data-discussed] :is(video, audio)");
  if (media) return { second: Math.floor(media.currentTime) };
  const page = document.querySelector<HTMLInputElement>(
    '[data-discussed] [aria-label="Pages"] input[aria-label="Page"]',
  );
  return page?.value ? { page: Number(page.value) } : null;
}

/** Seeks the recording on the page; false if there is none. */
export function seekMedia(second: number): boolean {
  const media = document.querySelector<HTMLMediaElement>("[data-discussed] :is(video, audio)");
  if (!media) return false;
  media.currentTime = second;
  media.scrollIntoView({ block: "center" });
  void media.play().catch(() => undefined);
  return true;
}
