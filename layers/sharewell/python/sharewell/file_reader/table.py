"""Reads CSV and TSV: one line per row, cells separated by tabs."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sharewell.file_reader.limits import Facts, Limits, RawPage, format_megabytes
from sharewell.file_reader.words import Block, decode, split_pages

_DELIMITERS: Final = ";\t|,"
_MAX_CELL_LENGTH: Final = 1_000_000


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:  # noqa: ARG001
    """Yields the rows in pages."""
    with path.open("rb") as file:
        data = file.read(limits.text_bytes + 1)
    if len(data) > limits.text_bytes:
        sentence = f"Only the first {format_megabytes(limits.text_bytes)} of this table were read."
        yield Facts(sentence=sentence)
    yield from split_pages(_rows(decode(data).replace("\0", "")))


def _rows(text: str) -> Iterator[Block]:
    """Yields each row; after a cell that never ends, yields the raw lines."""
    csv.field_size_limit(_MAX_CELL_LENGTH)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            yield Block("\t".join(filter(None, (cell.strip() for cell in row))))
    except csv.Error:
        yield from map(Block, text.splitlines()[reader.line_num :])


def _delimiter(text: str) -> str:
    """Returns the delimiter that occurs most often in every one of the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: min((line.count(mark) for line in lines), default=0))
