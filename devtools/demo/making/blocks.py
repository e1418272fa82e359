"""Parses the small Markdown dialect of the file sources into blocks."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "text", "bullet", "step", "quote", "table"]
RUN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*")


class Block(NamedTuple):
    """A heading (level 1 to 3), a paragraph, a list entry, a call-out or a table."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


class Run(NamedTuple):
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


def blocks(source: str) -> list[Block]:
    """Returns the blocks of a source; blank lines separate them."""
    return [block for part in re.split(r"\n\s*\n", source.strip()) for block in _part(part)]


def runs(text: str) -> list[Run]:
    """Splits a line into plain, bold and italic runs."""
    found, at = [], 0
    for match in RUN.finditer(text):
        if match.start() > at:
            found.append(Run(text[at : match.start()]))
        found.append(Run(match[1], bold=True) if match[1] else Run(match[2], italic=True))
        at = match.end()
    if at < len(text):
        found.append(Run(text[at:]))
    return found


def plain(text: str) -> str:
    """Returns the text without markup."""
    return "".join(run.text for run in runs(text))


def _part(part: str) -> Iterator[Block]:
    """Yields the blocks between two blank lines."""
    lines = [line.strip() for line in part.splitlines()]
    if lines[0].startswith("|"):
        cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
        yield Block("table", rows=tuple(row for row in cells if set("".join(row)) != {"-"}))
        return
    open_block: Block | None = None
    for line in lines:
        started = _started(line)
        if started is None and open_block is not None:
            open_block = open_block._replace(text=f"{open_block.text} {line}")
            continue
        if open_block is not None:
            yield open_block
        open_block = started or Block("text", line)
    if open_block is not None:
        yield open_block


def _started(line: str) -> Block | None:
    """Returns the block that a line starts; None if it has no mark."""
    mark, _, rest = line.partition(" ")
    if mark in {"#", "##", "###"}:
        return Block("heading", rest, level=len(mark))
    if mark == "-":
        return Block("bullet", rest)
    if mark == ">":
        return Block("quote", rest)
    if re.fullmatch(r"\d+\.", mark):
        return Block("step", rest)
    return None
