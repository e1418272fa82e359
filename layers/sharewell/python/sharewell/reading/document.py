"""DOCX: all text in the order of the document, in the pages that Word last laid it out in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.oxml.ns import qn

from sharewell.reading import office
from sharewell.reading.limits import Facts, Leaf, Limits
from sharewell.reading.words import Block, pages

if TYPE_CHECKING:
    from docx.document import Document

_HEADING: Final = re.compile(r"^(?:heading ([1-9])|(title))$", re.IGNORECASE)
_NOTES: Final = ("/footnotes", "/endnotes", "/comments")
_PARAGRAPH: Final = qn("w:p")
_STYLE: Final = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_VALUE: Final = qn("w:val")
_TEXT: Final = qn("w:t")
_CELL: Final = qn("w:tc")
_BREAKS: Final = frozenset({qn("w:br"), qn("w:cr")})
_TAB: Final = qn("w:tab")
_LAID_OUT: Final = qn("w:lastRenderedPageBreak")
_TYPE: Final = qn("w:type")
_PARAGRAPH_BREAK: Final = f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}"
_ASKED: Final = "asked"
_NOTED: Final = "noted"
_ALTERNATIVE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf | Facts]:  # noqa: ARG001
    """Pages where Word has noted its own, else pages of about 4,000 characters."""
    document = docx.Document(office.opened(path, limits))
    yield Facts(title=document.core_properties.title or None)
    body = document.element.body
    paged = next(body.iter(_LAID_OUT), None) is not None
    yield from pages(_blocks(document), paged=paged)


def _blocks(document: "Document") -> Iterator[Block]:
    """Each paragraph, those in tables, text boxes and content controls too; notes at the end."""
    levels = _levels(document)
    fresh = False
    for paragraph in document.element.body.iter(_PARAGRAPH):
        style = paragraph.find(_STYLE)
        level = levels.get(style.get(_VALUE), 0) if style is not None else 0
        opened = _ASKED if paragraph.find(_PARAGRAPH_BREAK) is not None else ""
        for text, how in _parts(paragraph):
            opened = how or opened
            # Word notes the page it laid out after a break that was asked for: they are one.
            opens = opened == _ASKED or (opened == _NOTED and not fresh)
            yield Block(text, level if text else 0, opens)
            fresh = (fresh or opens) and not text.strip()
            opened = ""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            yield from _notes(relation.target_part.blob)


def _levels(document: "Document") -> dict[str, int]:
    """The heading level of each style; built-in styles have English names in every language."""
    levels = {}
    for style in document.styles:
        if match := _HEADING.match(style.name or ""):
            levels[style.style_id] = int(match[1] or 1)
    return levels


def _parts(paragraph: Any) -> Iterator[tuple[str, str]]:
    """The paragraph's text, parted where a page ends in it, and how each part opens a page."""
    words: list[str] = []
    how = ""
    for element in _own(paragraph):
        tag = element.tag
        if tag == _TEXT:
            words.append(element.text or "")
        elif tag == _TAB:
            words.append("\t")
        elif tag == _LAID_OUT or (tag in _BREAKS and element.get(_TYPE) == "page"):
            yield "".join(words), how
            words, how = [], _NOTED if tag == _LAID_OUT else _ASKED
        elif tag in _BREAKS:
            words.append("\n")
    yield "".join(words), how


def _own(paragraph: Any) -> Iterator[Any]:
    """The elements of this paragraph without those of a text box in it, or of old renderings."""
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag not in {_PARAGRAPH, _ALTERNATIVE}:
            yield element
            waiting.append(iter(element))


def _notes(blob: bytes) -> Iterator[Block]:
    """Footnotes, endnotes and comments, a line each."""
    from docx.oxml import parse_xml

    for paragraph in parse_xml(blob).iter(_PARAGRAPH):
        yield Block("".join(text for text, _ in _parts(paragraph)))
