"""Reads DOCX: all text in document order, in the pages of Word's last layout."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.oxml.ns import qn

from sharewell.file_reader import office
from sharewell.file_reader.limits import Facts, Limits, RawPage
from sharewell.file_reader.words import Block, split_pages

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
_RENDERED_BREAK: Final = qn("w:lastRenderedPageBreak")
_TYPE: Final = qn("w:type")
_PARAGRAPH_BREAK: Final = f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}"
_EXPLICIT: Final = "explicit"
_RENDERED: Final = "rendered"
_ALTERNATIVE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:  # noqa: ARG001
    """Yields the pages that Word recorded, or else pages of about 4,000 characters."""
    document = docx.Document(office.open_checked(path, limits))
    yield Facts(title=document.core_properties.title or None)
    body = document.element.body
    paged = next(body.iter(_RENDERED_BREAK), None) is not None
    yield from split_pages(_blocks(document), paged=paged)


def _blocks(document: "Document") -> Iterator[Block]:
    """Yields each paragraph, also in tables, text boxes and content controls; notes last."""
    levels = _levels(document)
    fresh = False
    for paragraph in document.element.body.iter(_PARAGRAPH):
        style = paragraph.find(_STYLE)
        level = levels.get(style.get(_VALUE), 0) if style is not None else 0
        opened = _EXPLICIT if paragraph.find(_PARAGRAPH_BREAK) is not None else ""
        for text, page_break in _parts(paragraph):
            opened = page_break or opened
            # Word records a rendered break after an explicit one: both are the same break.
            opens = opened == _EXPLICIT or (opened == _RENDERED and not fresh)
            yield Block(text, level if text else 0, opens)
            fresh = (fresh or opens) and not text.strip()
            opened = ""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            yield from _notes(relation.target_part.blob)


def _levels(document: "Document") -> dict[str, int]:
    """Returns the heading level of each style; built-in styles have English names everywhere."""
    levels = {}
    for style in document.styles:
        if match := _HEADING.match(style.name or ""):
            levels[style.style_id] = int(match[1] or 1)
    return levels


def _parts(paragraph: Any) -> Iterator[tuple[str, str]]:
    """Yields the paragraph's text, split at page breaks, each part with the break before it."""
    words: list[str] = []
    page_break = ""
    for element in _own_elements(paragraph):
        tag = element.tag
        if tag == _TEXT:
            words.append(element.text or "")
        elif tag == _TAB:
            words.append("\t")
        elif tag == _RENDERED_BREAK or (tag in _BREAKS and element.get(_TYPE) == "page"):
            yield "".join(words), page_break
            words, page_break = [], _RENDERED if tag == _RENDERED_BREAK else _EXPLICIT
        elif tag in _BREAKS:
            words.append("\n")
    yield "".join(words), page_break


def _own_elements(paragraph: Any) -> Iterator[Any]:
    """Yields the paragraph's elements without text boxes in it and fallback renderings."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag not in {_PARAGRAPH, _ALTERNATIVE}:
            yield element
            stack.append(iter(element))


def _notes(blob: bytes) -> Iterator[Block]:
    """Yields footnotes, endnotes and comments, one line each."""
    from docx.oxml import parse_xml

    for paragraph in parse_xml(blob).iter(_PARAGRAPH):
        yield Block("".join(text for text, _ in _parts(paragraph)))
