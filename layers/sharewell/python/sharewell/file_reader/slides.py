"""Reads PPTX: one page per slide with its title, all its text, and the speaker notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pptx
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from sharewell.file_reader import office
from sharewell.file_reader.limits import Facts, Limits, RawPage

if TYPE_CHECKING:
    from pptx.slide import Slide

_PARAGRAPH: Final = qn("a:p")
_WORDS: Final = frozenset({qn("a:t"), qn("a:br"), qn("a:tab")})
_TEXT: Final = qn("a:t")


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:  # noqa: ARG001
    """Yields the slides in the order in which they are shown."""
    deck = pptx.Presentation(office.open_checked(path, limits))
    slides = list(deck.slides)
    title = deck.core_properties.title
    # The default title of python-pptx is not a title.
    yield Facts(len(slides), None if title == "PowerPoint Presentation" else title or None)
    for number, slide in enumerate(slides, 1):
        heading = slide.shapes.title
        yield RawPage(
            number, _text(slide), heading.text_frame.text if heading is not None else None
        )


def _text(slide: "Slide") -> str:
    """Returns all text of a slide: boxes, groups, tables, diagrams, then the notes."""
    lines = list(_lines(slide.element))
    for relation in slide.part.rels.values():
        if relation.reltype.endswith("/diagramData") and not relation.is_external:
            lines += _lines(parse_xml(relation.target_part.blob))
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        lines += ["", *frame.text.splitlines()]
    return "\n".join(lines)


def _lines(element: Any) -> Iterator[str]:
    """Yields the paragraphs below an element."""
    for paragraph in element.iter(_PARAGRAPH):
        words = (
            (word.text or "") if word.tag == _TEXT else " "
            for word in paragraph.iter()
            if word.tag in _WORDS
        )
        if text := "".join(words).strip():
            yield text
