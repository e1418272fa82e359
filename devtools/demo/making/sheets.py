"""Writes an Excel workbook: each heading of level 1 starts a sheet, with text above its table."""

import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from demo.making.blocks import Block, plain

NUMBER = re.compile(r"-?\d+(\.\d+)?")


def write_xlsx(title: str, author: str, content: list[Block], path: Path) -> None:
    """Writes the workbook; cells that look like numbers become numbers."""
    book = Workbook()
    book.properties.title, book.properties.creator = title, author
    book.remove(book.worksheets[0])
    for block in content:
        if block.kind == "heading" and block.level == 1:
            sheet = book.create_sheet(block.text[:31])
        elif block.kind == "table":
            top = sheet.max_row + 2 if sheet.max_row > 1 else 1
            for line, row in enumerate(block.rows):
                for column, text in enumerate(row, start=1):
                    cell = sheet.cell(top + line, column, _value(text))
                    if line == 0:
                        cell.font = Font(bold=True, color="FFFFFF")
                        cell.fill = PatternFill("solid", fgColor="26221F")
            for column in range(1, len(block.rows[0]) + 1):
                longest = max(len(row[column - 1]) for row in block.rows)
                sheet.column_dimensions[get_column_letter(column)].width = min(longest + 3, 60)
        else:
            sheet.append([plain(block.text)])
    book.save(path)


def _value(text: str) -> str | int | float:
    """Returns a cell's value as a number if it is one, else as text."""
    if not NUMBER.fullmatch(text):
        return plain(text)
    return float(text) if "." in text else int(text)
