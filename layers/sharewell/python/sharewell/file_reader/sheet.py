"""Reads XLSX, XLS, XLSB and ODS: one page per sheet, one line per row."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from python_calamine import CalamineWorkbook, PasswordError

from sharewell.file_reader import office, types
from sharewell.file_reader.limits import LOCKED, Limits, RawPage, UnreadableFile

_EXACT: Final = 1e15
"""Below it a float represents every whole number exactly."""
_PAGE: Final = 80_000
"""Characters after which a sheet continues on the next page."""


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage]:
    """Yields the sheets in order, titled with their names; long ones span several pages."""
    try:
        book = CalamineWorkbook.from_filelike(_file(path, kind, limits))
    except PasswordError as error:
        raise UnreadableFile(LOCKED) from error
    number = 0
    for name in book.sheet_names:
        for text in _texts(book.get_sheet_by_name(name).iter_rows()):
            number += 1
            yield RawPage(number, text, name)


def _file(path: Path, kind: str, limits: Limits) -> BinaryIO:
    """Returns the file that the library reads: a checked copy, unless it is an old XLS."""
    return path.open("rb") if kind == types.XLS else office.open_checked(path, limits)


def _texts(rows: Iterator[list[Any]]) -> Iterator[str]:
    """Yields the rows as lines, in pages."""
    lines, size = list[str](), 0
    for row in rows:
        if text := "\t".join(filter(None, map(_cell, row))):
            if lines and size + len(text) > _PAGE:
                yield "\n".join(lines)
                lines, size = [], 0
            lines.append(text)
            size += len(text) + 1
    yield "\n".join(lines)


def _cell(value: object) -> str:
    """Returns a cell as text: whole numbers without a decimal point, dates as ISO 8601."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).strip() if isinstance(value, str | int | float | timedelta) else ""
