"""Writes a Word document with headings, lists, call-outs and tables."""

from pathlib import Path

from docx import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from demo.making.blocks import Block, runs

STYLES = {
    "text": "Normal",
    "bullet": "List Bullet",
    "step": "List Number",
    "quote": "Intense Quote",
}


def write_docx(title: str, author: str, content: list[Block], path: Path) -> None:
    """Writes the document with its title, its author and the blocks in order."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(title, level=0)
    document.add_paragraph(author, style="Subtitle")
    for block in content:
        if block.kind == "heading":
            document.add_heading(block.text, level=block.level)
        elif block.kind == "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]), style="Light Grid Accent 2")
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    _write(cell.paragraphs[0], text)
            document.add_paragraph()
        else:
            _write(document.add_paragraph(style=STYLES[block.kind]), block.text)
    document.save(str(path))


def _write(paragraph: Paragraph, text: str) -> None:
    """Adds the text to the paragraph, run by run."""
    for run in runs(text):
        added = paragraph.add_run(run.text)
        added.bold, added.italic = run.bold or None, run.italic or None
