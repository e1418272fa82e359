"""Writes a PDF handbook: cover, contents, chapters on new pages, page numbers."""

from pathlib import Path
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from demo.making.blocks import Block, runs

rl_config.invariant = 1  # the same source gives the same bytes

INK, EMBER, ASH, LINE = map(HexColor, ("#26221f", "#a8431f", "#f5efe8", "#d8cdc0"))
BODY = ParagraphStyle("body", fontSize=10, leading=14.2, textColor=INK, spaceAfter=6)
STYLES = {
    "text": BODY,
    "bullet": ParagraphStyle("bullet", BODY, leftIndent=13, bulletIndent=3, spaceAfter=3),
    "step": ParagraphStyle("step", BODY, leftIndent=17, bulletIndent=1, spaceAfter=3),
    "quote": ParagraphStyle(
        "quote", BODY, backColor=ASH, borderPadding=7, leftIndent=8, rightIndent=8,
        spaceBefore=9, spaceAfter=13, borderColor=EMBER, borderWidth=0.7,
    ),
    1: ParagraphStyle("h1", BODY, fontName="Helvetica-Bold", fontSize=18, leading=22,
                      textColor=EMBER, spaceAfter=10),
    2: ParagraphStyle("h2", BODY, fontName="Helvetica-Bold", fontSize=12.5, leading=16,
                      spaceBefore=9, spaceAfter=4, keepWithNext=1),
    3: ParagraphStyle("h3", BODY, fontName="Helvetica-BoldOblique", fontSize=10.5, keepWithNext=1),
}  # fmt: skip
CELL = ParagraphStyle("cell", BODY, fontSize=8.8, leading=11.6, spaceAfter=0)
HEAD = ParagraphStyle("head", CELL, fontName="Helvetica-Bold", textColor=white)

WORDS = {
    "en": ("Contents", "Kept by"),
    "de": ("Inhalt", "Gepflegt von"),
    "es": ("Contenido", "Al cuidado de"),
}


class Handbook(BaseDocTemplate):
    """The document; it reports its chapters' pages to the table of contents."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - ReportLab's own name
        """Records the page of each chapter for the table of contents."""
        if isinstance(flowable, Paragraph) and flowable.style.name in {"h1", "h2"}:
            level = 0 if flowable.style.name == "h1" else 1
            self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))


def write_pdf(title: str, author: str, content: list[Block], path: Path, language: str) -> None:
    """Writes the handbook; long ones are A5, to fit in a pocket."""
    contents, kept_by = WORDS[language]
    first, *chapters = _chapters(content)
    paper = A5 if len(chapters) >= 6 else A4
    width, height = paper
    margin = 15 * mm if paper is A5 else 22 * mm

    def cover(canvas: Canvas, _: object) -> None:
        """Draws the coloured band behind the title."""
        canvas.setFillColor(EMBER)
        canvas.rect(0, height * 0.55, width, height * 0.45, stroke=0, fill=1)

    def footer(canvas: Canvas, _: object) -> None:
        """Draws the title and the page number in the footer."""
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(INK)
        canvas.drawString(margin, 9 * mm, f"Pellworth Ovens - {title}")
        canvas.drawRightString(width - margin, 9 * mm, str(canvas.getPageNumber()))

    frame = (margin, margin, width - 2 * margin, height - 2 * margin)
    book = Handbook(str(path), pagesize=paper, title=title, author=author, lang=language)
    book.addPageTemplates(
        [
            PageTemplate("cover", [Frame(*frame)], onPage=cover),
            PageTemplate("inside", [Frame(*frame)], onPage=footer),
        ]
    )
    book.multiBuild([
        *_cover(title, f"{kept_by} {author}", first, height),
        NextPageTemplate("inside"), PageBreak(),
        Paragraph(contents, ParagraphStyle("contents", STYLES[1])),
        TableOfContents(levelStyles=[
            ParagraphStyle("toc1", BODY, fontName="Helvetica-Bold", spaceBefore=4, spaceAfter=1),
            ParagraphStyle("toc2", BODY, leftIndent=12, fontSize=9, leading=12, spaceAfter=0),
        ], dotsMinLevel=9),
        *[flow for chapter in chapters for flow in [PageBreak(), *_flow(chapter, frame[2] - 12)]],
    ])  # fmt: skip


def _chapters(content: list[Block]) -> list[list[Block]]:
    """Splits the blocks before each heading of level 1; the first part is the cover's text."""
    parts: list[list[Block]] = [[]]
    for block in content:
        if block.kind == "heading" and block.level == 1:
            parts.append([])
        parts[-1].append(block)
    return parts


def _cover(title: str, keeper: str, lead: list[Block], height: float) -> list[Flowable]:
    """Returns the cover: the title on the band, below it the maintainer and the introduction."""
    big = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=25, leading=31)
    big.textColor = white
    return [
        Spacer(1, height * 0.12),
        Paragraph(escape(title), big),
        Spacer(1, height * 0.34),
        Paragraph(f"<b>{escape(keeper)}</b>", BODY),
        *_flow(lead, 400),
    ]


def _flow(content: list[Block], width: float) -> list[Flowable]:
    """Converts blocks to ReportLab flowables; numbers the steps of each list."""
    flow: list[Flowable] = []
    number = 0
    for block in content:
        number = number + 1 if block.kind == "step" else 0
        if block.kind == "table":
            flow += [Spacer(1, 4), _table(block.rows, width), Spacer(1, 9)]
            continue
        style = STYLES[block.level if block.kind == "heading" else block.kind]
        mark = {"bullet": "\u2022", "step": f"{number}."}.get(block.kind)
        flow.append(Paragraph(_marked(block.text), style, bulletText=mark))
    return flow


def _marked(text: str) -> str:
    """Returns bold and italic as ReportLab tags. Raises for what its built-in fonts lack."""
    text.encode("cp1252")
    parts = []
    for run in runs(text):
        tag = "b" if run.bold else "i" if run.italic else ""
        parts.append(f"<{tag}>{escape(run.text)}</{tag}>" if tag else escape(run.text))
    return "".join(parts)


def _table(rows: tuple[tuple[str, ...], ...], width: float) -> Table:
    """Returns a table of the page's width with columns sized by their longest texts."""
    weights = [min(max(len(row[at]) for row in rows), 42) + 4 for at in range(len(rows[0]))]
    widths = [width * weight / sum(weights) for weight in weights]
    cells = [
        [Paragraph(_marked(cell), CELL if line else HEAD) for cell in row]
        for line, row in enumerate(rows)
    ]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([
        ("BACKGROUND", (0, 0), (-1, 0), INK),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, ASH]),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]))  # fmt: skip
    return table
