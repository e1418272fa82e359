"""Plain text and Markdown: paragraphs in pages that begin at headings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sharewell.reading.limits import Facts, Leaf, Limits, megabytes
from sharewell.reading.words import Block, decode, pages

_LONGEST_MARKDOWN: Final = 2_000_000
"""Characters; longer files are machines' output and are read as plain text."""

_MOST_BRACKETS: Final = 10_000
"""More were written by no hand, and the parser's time grows with their square."""

_MOST_SIGNS: Final = 60_000
"""A line counts for five. A thick book has fewer; the parser takes half a second for them."""


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf | Facts]:
    """The text without Markdown's marks, where it is Markdown."""
    with path.open("rb") as file:
        data = file.read(limits.text_bytes + 1)
    if len(data) > limits.text_bytes:
        said = f"Only the first {megabytes(limits.text_bytes)} of this file were read."
        yield Facts(sentence=said)
    text = decode(data)
    is_markdown = kind == "text/markdown" and _is_by_hand(text)
    yield from pages(_markdown(text) if is_markdown else map(Block, text.splitlines()))


def _is_by_hand(text: str) -> bool:
    """Whether it is short and plain enough for somebody to have written it as Markdown."""
    signs = 5 * (text.count("\n") + text.count("\r")) + sum(map(text.count, "*_~`<&\\!"))
    is_short = len(text) < _LONGEST_MARKDOWN and text.count("[") < _MOST_BRACKETS
    return is_short and signs < _MOST_SIGNS


def _markdown(text: str) -> Iterator[Block]:
    """Headings, paragraphs and code of a Markdown text (CommonMark with tables)."""
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
