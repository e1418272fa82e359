"""Reads plain text and Markdown: paragraphs in pages that begin at headings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sharewell.file_reader.limits import Facts, Limits, RawPage, format_megabytes
from sharewell.file_reader.words import Block, decode, split_pages

_MAX_MARKDOWN_LENGTH: Final = 2_000_000
"""Characters; longer files are generated and are read as plain text."""

_MAX_BRACKETS: Final = 10_000
"""No hand writes more, and the parser's time grows with the square of their number."""

_MAX_SIGNS: Final = 60_000
"""A line counts as five. A thick book has fewer; the parser needs half a second for them."""


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:
    """Yields the text in pages, without syntax if it is Markdown."""
    with path.open("rb") as file:
        data = file.read(limits.text_bytes + 1)
    if len(data) > limits.text_bytes:
        sentence = f"Only the first {format_megabytes(limits.text_bytes)} of this file were read."
        yield Facts(sentence=sentence)
    text = decode(data)
    is_markdown = kind == "text/markdown" and _is_by_hand(text)
    yield from split_pages(_markdown(text) if is_markdown else map(Block, text.splitlines()))


def _is_by_hand(text: str) -> bool:
    """Returns whether the text is short and plain enough to be Markdown written by hand."""
    signs = 5 * (text.count("\n") + text.count("\r")) + sum(map(text.count, "*_~`<&\\!"))
    is_short = len(text) < _MAX_MARKDOWN_LENGTH and text.count("[") < _MAX_BRACKETS
    return is_short and signs < _MAX_SIGNS


def _markdown(text: str) -> Iterator[Block]:
    """Yields headings, paragraphs and code of a Markdown text (CommonMark with tables)."""
    from markdown_it import MarkdownIt

    heading = 0
    cells: list[str] | None = None
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield Block("\t".join(cells or []))
            cells = None
        elif token.type in {"fence", "code_block", "html_block"}:
            yield Block(token.content)
        elif token.type == "inline":
            words = "".join(
                "\n" if child.type in {"softbreak", "hardbreak"} else child.content
                for child in token.children or []
            )
            if cells is None:
                yield Block(words, heading)
            else:
                cells.append(words)
            heading = 0
