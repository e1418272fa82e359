"""Writes a PowerPoint deck: a heading of level 1 starts a slide, call-outs are speaker notes."""

from pathlib import Path

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from demo.making.blocks import Block, plain

EMBER = RGBColor(0xA8, 0x43, 0x1F)  # type: ignore[no-untyped-call]
TITLE_SLIDE, TITLE_AND_CONTENT, TITLE_ONLY = 0, 1, 5


def write_pptx(title: str, author: str, content: list[Block], path: Path) -> None:
    """Writes the deck: a title slide, then one slide for each heading."""
    deck = Presentation()
    deck.core_properties.title = title
    deck.core_properties.author = author
    opening = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    opening.shapes.title.text = title
    opening.placeholders[1].text = f"{author}, Pellworth Ovens"
    slides: list[list[Block]] = []
    for block in content:
        if block.kind == "heading" and block.level == 1:
            slides.append([])
        slides[-1].append(block)
    for blocks_of_slide in slides:
        _slide(deck, blocks_of_slide)
    deck.save(str(path))


def _slide(deck: Deck, content: list[Block]) -> None:
    """Adds a slide with its points or its table, and its speaker notes."""
    head, *rest = content
    table = next((block for block in rest if block.kind == "table"), None)
    points = [block for block in rest if block.kind in {"text", "bullet", "step"}]
    notes = [plain(block.text) for block in rest if block.kind == "quote"]
    layout = TITLE_ONLY if table else TITLE_AND_CONTENT
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.shapes.title.text = head.text
    slide.shapes.title.text_frame.paragraphs[0].font.color.rgb = EMBER
    if table:
        _table(slide, table.rows, deck.slide_width or Inches(10))
    else:
        frame = slide.placeholders[1].text_frame
        for at, block in enumerate(points):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.text = plain(block.text)
            paragraph.font.size = Pt(22)
    if notes:
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)


def _table(slide: Slide, rows: tuple[tuple[str, ...], ...], width: Emu | Inches) -> None:
    """Adds the table below the title, as wide as the slide allows."""
    size = (Inches(0.5), Inches(1.7), Emu(width - Inches(1)), Inches(0.4 * len(rows)))
    table = slide.shapes.add_table(len(rows), len(rows[0]), *size).table
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(line, column)
            cell.text = plain(text)
            cell.text_frame.paragraphs[0].font.size = Pt(15)
