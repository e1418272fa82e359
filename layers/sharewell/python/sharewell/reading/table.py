"""CSV and TSV: a line a row, cells apart by a tab."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sharewell.reading.limits import Facts, Leaf, Limits, megabytes
from sharewell.reading.words import Block, decode, pages

_DELIMITERS: Final = ";\t|,"
_LONGEST_CELL: Final = 1_000_000


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf | Facts]:  # noqa: ARG001
    """The rows in portions of a page."""
    with path.open("rb") as file:
        data = file.read(limits.text_bytes + 1)
    if len(data) > limits.text_bytes:
        said = f"Only the first {megabytes(limits.text_bytes)} of this table were read."
        yield Facts(sentence=said)
    yield from pages(_rows(decode(data).replace("\0", "")))


def _rows(text: str) -> Iterator[Block]:
    """Each row; what follows a cell that never ends is taken line by line."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            yield Block("\t".join(filter(None, (cell.strip() for cell in row))))
    except csv.Error:
        yield from map(Block, text.splitlines()[reader.line_num :])


def _delimiter(text: str) -> str:
    """What parts the cells: the mark that the first lines have most of, and alike."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: min((line.count(mark) for line in lines), default=0))
