/** Converts Markdown to safe HTML. Loaded only where Markdown is shown. */
import DOMPurify from "dompurify";
import { Marked } from "marked";

const marked = new Marked({
  gfm: true,
  breaks: false,
  // The page's title is its first heading: headings in notes start one level below.
  walkTokens: (token) => {
    if (token.type === "heading") token.depth = Math.min(6, token.depth + 1);
  },
});

/** A picture uploaded to a note: its key, and its size if known. */
const PICTURE = /^\/(pictures\/[\w/-]+\.(?:png|jpg|gif|webp))(?:#(\d{1,5})x(\d{1,5}))?$/;

/** A picture that is an item of its own, as in imported notes. */
const ITEM = /^\/items\/([0-9A-HJKMNP-TV-Z]{26})$/;

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node instanceof HTMLImageElement) {
    const [, key, width, height] = node.getAttribute("src")?.match(PICTURE) ?? [];
    // Its signed URL is valid for an hour and comes from the API; see prose-text.
    if (key) {
      node.removeAttribute("src");
      node.dataset.picture = key;
    }
    const item = node.getAttribute("src")?.match(ITEM)?.[1];
    if (item) {
      node.removeAttribute("src");
      node.dataset.item = item;
    }
    if (width && height) {
      node.width = Number(width);
      node.height = Number(height);
    }
  }
  // Of all inputs, only checkboxes of task lists are allowed.
  if (node instanceof HTMLInputElement) {
    if (node.type === "checkbox") node.disabled = true;
    else node.remove();
  }
  if (node instanceof HTMLAnchorElement && node.origin !== location.origin) {
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  }
  // A scrolling block must be reachable by keyboard.
  if (node instanceof HTMLPreElement || node instanceof HTMLTableElement) node.tabIndex = 0;
});

export function renderMarkdown(markdown: string): string {
  return DOMPurify.sanitize(marked.parse(markdown, { async: false }), {
    FORBID_TAGS: ["style", "form", "button", "iframe", "video", "audio"],
    FORBID_ATTR: ["style", "class", "id", "name"],
    ADD_ATTR: ["target", "tabindex", "data-picture", "data-item"],
  });
}
