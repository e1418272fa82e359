"""Reads HTML: headings and paragraphs as a reader sees them, without scripts and styles."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from sharewell.file_reader.limits import Facts, Limits, RawPage, format_megabytes
from sharewell.file_reader.words import Block, decode, split_pages

_MAX_BYTES: Final = 10_000_000
"""Bytes of HTML that are parsed; anything larger is embedded data, not text."""
_TOO_DEEP: Final = "This page is nested too deeply. Only the content above that level was read."
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE
)
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe"})
# fmt: off
_INLINE: Final = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "input", "ins", "kbd", "label", "mark", "q", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# fmt: on
_HEADINGS: Final = ("", "h1", "h2", "h3", "h4", "h5", "h6")
_CELLS: Final = frozenset({"td", "th"})
_SPACES: Final = re.compile(r"\s+")


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:  # noqa: ARG001
    """Yields the page in parts that begin at headings."""
    with path.open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        sentence = f"Only the first {format_megabytes(_MAX_BYTES)} of this page were read."
        yield Facts(sentence=sentence)
    root, whole = parse_html(_decoded(data[:_MAX_BYTES]))
    if root is None:
        return
    if not whole:
        yield Facts(sentence=_TOO_DEEP)
    title = next(root.iter("title"), None)
    metadata = head_metadata(root)
    yield Facts(
        title=metadata.get("og:title") or (title.text if title is not None else None),
        about=metadata.get("og:description") or metadata.get("description"),
        picture=metadata.get("og:image:secure_url") or metadata.get("og:image"),
    )
    yield from split_pages(blocks(root))


def _decoded(data: bytes) -> str:
    """Returns the text, decoded as UTF-8 or else in the encoding that it declares."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:2_048])
        try:
            return data.decode(declared[1].decode(), "replace") if declared else decode(data)
        except LookupError:
            return decode(data)


def parse_html(text: str) -> tuple[etree._Element | None, bool]:
    """Returns the tree of a page and whether it is complete: libxml2 stops at 2,048 levels."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    parser.feed(_XML_DECLARATION.sub("", text, count=1).encode("utf-8", "ignore") or b" ")
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        return None, True
    return root, not any("depth" in str(entry.message) for entry in parser.feed_error_log)


def head_metadata(root: etree._Element) -> dict[str, str]:
    """Returns the metadata in a page's head by name (ogp.me); the first of each name wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if content := (element.get("content") or "").strip():
            found.setdefault(name, content)
    return found


def blocks(root: etree._Element) -> Iterator[Block]:
    """Yields headings and paragraphs in order."""
    words: list[str] = []
    heading = 0
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        if hidden is None and tag not in _INLINE:
            if tag in _CELLS:
                words += ["\t"] if starts and words else []
            else:
                yield from _block(words, heading)
                words = []
                heading = _HEADINGS.index(tag) if starts and tag in _HEADINGS else 0
        if starts and hidden is None and (tag in _UNSEEN or not tag):
            hidden = element
        if starts and hidden is None:
            words += [element.text] if element.text else []
        if not starts:
            hidden = None if hidden is element else hidden
            words += [element.tail] if element.tail and hidden is None else []
    yield from _block(words, heading)


def _block(words: list[str], heading: int) -> Iterator[Block]:
    """Yields the words so far as one paragraph, unless they are empty."""
    cells = (_SPACES.sub(" ", cell).strip() for cell in "".join(words).split("\t"))
    if text := "\t".join(filter(None, cells)):
        yield Block(text, heading)
