"""XLSX (XLS, XLSB and ODS as well): one page a sheet, a line a row."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from python_calamine import CalamineWorkbook, PasswordError

from sharewell.reading import office, types
from sharewell.reading.limits import Leaf, Limits, Refused

_EXACT: Final = 1e15
"""Below it a float holds each whole number."""
_PAGE: Final = 80_000
"""Characters after which a sheet goes on on a page of its own."""


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf]:
    """The sheets in their order, titled with their names; long ones go on on the next page."""
    try:
        book = CalamineWorkbook.from_filelike(_file(path, kind, limits))
    except PasswordError as wrong:
        raise Refused("This file is locked with a password: upload it without one.") from wrong
    number = 0
    for name in book.sheet_names:
        for text in _texts(book.get_sheet_by_name(name).iter_rows()):
            number += 1
            yield Leaf(number, text, name)


def _file(path: Path, kind: str, limits: Limits) -> BinaryIO:
    """What the library reads: of ZIP files a checked copy."""
    return path.open("rb") if kind == types.XLS else office.opened(path, limits)


def _texts(rows: Iterator[list[Any]]) -> Iterator[str]:
    """The rows as lines, in portions of a page."""
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
    """A cell as one would type it: whole numbers without a point, dates as ISO 8601."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).strip() if isinstance(value, str | int | float | timedelta) else ""
