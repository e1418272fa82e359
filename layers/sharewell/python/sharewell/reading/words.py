"""Text as it comes out of files, made fit to keep: decoded, cleaned, cut, laid out in pages."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sharewell.reading.limits import Leaf

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_DIRECTIONS: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKS: Final = re.compile(r"[ \t\u00a0]+\n|\n{3,}")
_PAGE: Final = 4_000
_LONG_PAGE: Final = 20_000
_SHORT_PAGES: Final = 1_000
"""From this page on they are longer, so that a book still fits."""
_TELLING: Final = 200
"""Fewer bytes say too little of their encoding."""
_ONE_PARAGRAPH: Final = 90_000


class Block(NamedTuple):
    """A paragraph, a heading of some level (0 is none), or the beginning of a page."""

    text: str
    heading: int = 0
    opens: bool = False


def decode(data: bytes) -> str:
    """Bytes of text in whatever encoding they were saved in."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        if wrong.start > len(data) - 4 and wrong.reason == "unexpected end of data":
            return data[: wrong.start].decode()
    return data.decode(_guessed(data), "replace")


def _guessed(data: bytes) -> str:
    """The encoding that makes most sense of bytes that are not UTF-8."""
    from charset_normalizer import from_bytes

    best = (
        from_bytes(data[:50_000], cp_exclusion=["utf_7"]).best() if len(data) > _TELLING else None
    )
    return best.encoding if best else "cp1252"


def clean(text: str) -> str:
    """Text without control characters, composed (NFC), with plain line ends and no long gaps."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", text))
    return _BLANKS.sub(lambda gap: "\n\n" if gap[0].count("\n") > 1 else "\n", text).strip()


def line(text: str | None) -> str | None:
    """A title in one line without marks of direction, at most 200 characters; None for nothing."""
    if not text:
        return None
    one = " ".join(_DIRECTIONS.sub("", clean(text[:2_000])).split())
    return one[:200].rstrip() or None


def cut(text: str, most: int) -> str:
    """As much of the text as fits into `most` bytes of UTF-8."""
    encoded = text.encode()
    return text if len(encoded) <= most else encoded[:most].decode(errors="ignore").rstrip()


def pages(blocks: Iterable[Block], *, paged: bool = False) -> Iterator[Leaf]:
    """Blocks in pages of about 4,000 characters, or as the file itself says where it is paged.

    A heading opens a page when the one before it is half full, so that pages begin where a reader
    would begin them. A page is titled by its first heading.
    """
    number, lines, size = 1, list[str](), 0
    title: str | None = None
    for block in blocks:
        full = _ONE_PARAGRAPH if paged else _PAGE if number < _SHORT_PAGES else _LONG_PAGE
        for nth, piece in enumerate(_pieces(block.text, full)):
            filled = size + len(piece) > full or (block.heading and size > full // 2)
            if (block.opens and nth == 0) or (lines and filled and not paged):
                yield Leaf(number, "\n".join(lines), title)
                number, lines, size, title = number + 1, [], 0, None
            lines.append(f"\n{piece}\n" if block.heading else piece)
            size += len(piece) + 1
            title = title or (piece if block.heading else None)
    if lines:
        yield Leaf(number, "\n".join(lines), title)


def _pieces(text: str, full: int) -> Iterator[str]:
    """The text in pieces that fit a page, parted at a space where there is one."""
    start = 0
    while len(text) - start > full:
        space = text.rfind(" ", start + full // 2, start + full)
        end = space + 1 if space > 0 else start + full
        yield text[start:end]
        start = end
    yield text[start:]
