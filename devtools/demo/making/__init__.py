"""Creates files from Markdown-like sources: PDF, Word, PowerPoint, Excel and captions."""

from pathlib import Path

from demo.making.blocks import blocks
from demo.model import Item


def make(item: Item, source: str, author: str, path: Path) -> None:
    """Writes `source` to `path` in the item's format; imports libraries on demand."""
    if item.file is None:
        raise ValueError(f"{item.slug} is not a file")
    match item.file.format:
        case "pdf":
            from demo.making.pdf import write_pdf

            write_pdf(item.title, author, blocks(source), path, item.language)
        case "docx":
            from demo.making.word import write_docx

            write_docx(item.title, author, blocks(source), path)
        case "pptx":
            from demo.making.slides import write_pptx

            write_pptx(item.title, author, blocks(source), path)
        case "xlsx":
            from demo.making.sheets import write_xlsx

            write_xlsx(item.title, author, blocks(source), path)
        case "vtt":
            from demo.making.captions import write_vtt

            write_vtt(item.title, source, path)
