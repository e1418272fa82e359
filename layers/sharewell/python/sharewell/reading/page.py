"""HTML: its headings and paragraphs as a reader sees them, without scripts and styles."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from sharewell.reading.limits import Facts, Leaf, Limits, megabytes
from sharewell.reading.words import Block, decode, pages

_MOST: Final = 10_000_000
"""Bytes of HTML that are parsed; a page is text, what is larger is embedded data."""
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


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf | Facts]:  # noqa: ARG001
    """The page in portions that begin at headings."""
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        yield Facts(sentence=f"Only the first {megabytes(_MOST)} of this page were read.")
    root, whole = parsed(_decoded(data[:_MOST]))
    if root is None:
        return
    if not whole:
        yield Facts(sentence="This page nests too deep; only what lies above that was read.")
    title = next(root.iter("title"), None)
    said = spoken(root)
    yield Facts(
        title=said.get("og:title") or (title.text if title is not None else None),
        about=said.get("og:description") or said.get("description"),
        picture=said.get("og:image:secure_url") or said.get("og:image"),
    )
    yield from pages(blocks(root))


def _decoded(data: bytes) -> str:
    """The text, in the encoding that it declares unless it is UTF-8 anyway."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:2_048])
        try:
            return data.decode(declared[1].decode(), "replace") if declared else decode(data)
        except LookupError:
            return decode(data)


def parsed(text: str) -> tuple[etree._Element | None, bool]:
    """The tree of a page and whether all of it is there: libxml2 stops at 2,048 levels."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    parser.feed(_XML_DECLARATION.sub("", text, count=1).encode("utf-8", "ignore") or b" ")
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        return None, True
    return root, not any("depth" in str(entry.message) for entry in parser.feed_error_log)


def spoken(root: etree._Element) -> dict[str, str]:
    """What a page says of itself in its head, by name (ogp.me); the first word on each counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if content := (element.get("content") or "").strip():
            found.setdefault(name, content)
    return found


def blocks(root: etree._Element) -> Iterator[Block]:
    """Headings and paragraphs in order."""
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
    """The words so far as one paragraph, if there are any."""
    cells = (_SPACES.sub(" ", cell).strip() for cell in "".join(words).split("\t"))
    if text := "\t".join(filter(None, cells)):
        yield Block(text, heading)
