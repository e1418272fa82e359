/** Markdown to safe HTML. Loaded only where a note is read. */
import DOMPurify from "dompurify";
import { Marked } from "marked";

const marked = new Marked({
  gfm: true,
  breaks: false,
  // The page's own title is its first heading: a note's begin one level below.
  walkTokens: (token) => {
    if (token.type === "heading") token.depth = Math.min(6, token.depth + 1);
  },
});

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node instanceof HTMLAnchorElement && node.origin !== location.origin) {
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  }
  // A scrolling block must be reachable by keyboard.
  if (node instanceof HTMLPreElement || node instanceof HTMLTableElement) node.tabIndex = 0;
});

export function html(markdown: string): string {
  return DOMPurify.sanitize(marked.parse(markdown, { async: false }), {
    FORBID_TAGS: ["style", "form", "input", "button", "iframe", "video", "audio"],
    FORBID_ATTR: ["style", "class", "id", "name"],
    ADD_ATTR: ["target", "tabindex"],
  });
}
