"""Prepares the text of files for storage: decodes, cleans, truncates and splits it into pages."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sharewell.file_reader.limits import RawPage

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_DIRECTIONS: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_GAPS: Final = re.compile(r"[ \t\u00a0]+\n|\n{3,}")
_PAGE: Final = 4_000
_LONG_PAGE: Final = 20_000
_SHORT_PAGES: Final = 1_000
"""Pages from this number on are longer, so that a whole book fits."""
_MIN_SAMPLE: Final = 200
"""Bytes; fewer are too little to detect an encoding."""
_ONE_PARAGRAPH: Final = 90_000


class Block(NamedTuple):
    """A paragraph or a heading (level 0 is a paragraph); `opens` begins a new page."""

    text: str
    heading: int = 0
    opens: bool = False


def decode(data: bytes) -> str:
    """Returns the bytes as text; detects their encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and error.reason == "unexpected end of data":
            return data[: error.start].decode()
    return data.decode(_guessed(data), "replace")


def _guessed(data: bytes) -> str:
    """Returns the likeliest encoding of bytes that are not UTF-8."""
    from charset_normalizer import from_bytes

    best = (
        from_bytes(data[:50_000], cp_exclusion=["utf_7"]).best()
        if len(data) > _MIN_SAMPLE
        else None
    )
    return best.encoding if best else "cp1252"


def clean(text: str) -> str:
    """Returns the text in NFC with plain line ends, without control characters and long gaps."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", text))
    return _GAPS.sub(lambda gap: "\n\n" if gap[0].count("\n") > 1 else "\n", text).strip()


def single_line(text: str | None) -> str | None:
    """Returns a title in one line of at most 200 characters, without bidirectional controls."""
    if not text:
        return None
    one = " ".join(_DIRECTIONS.sub("", clean(text[:2_000])).split())
    return one[:200].rstrip() or None


def truncate_bytes(text: str, most: int) -> str:
    """Returns the beginning of the text that fits into `most` bytes of UTF-8."""
    encoded = text.encode()
    return text if len(encoded) <= most else encoded[:most].decode(errors="ignore").rstrip()


def split_pages(blocks: Iterable[Block], *, paged: bool = False) -> Iterator[RawPage]:
    """Yields the blocks in pages of about 4,000 characters, or in the file's own pages if `paged`.

    A heading opens a page when the current one is half full, so that pages begin where a reader
    expects it. The title of a page is its first heading.
    """
    number, lines, size = 1, list[str](), 0
    title: str | None = None
    for block in blocks:
        full = _ONE_PARAGRAPH if paged else _PAGE if number < _SHORT_PAGES else _LONG_PAGE
        for nth, piece in enumerate(_pieces(block.text, full)):
            filled = size + len(piece) > full or (block.heading and size > full // 2)
            if (block.opens and nth == 0) or (lines and filled and not paged):
                yield RawPage(number, "\n".join(lines), title)
                number, lines, size, title = number + 1, [], 0, None
            lines.append(f"\n{piece}\n" if block.heading else piece)
            size += len(piece) + 1
            title = title or (piece if block.heading else None)
    if lines:
        yield RawPage(number, "\n".join(lines), title)


def _pieces(text: str, full: int) -> Iterator[str]:
    """Yields the text in pieces that fit a page, split at a space if possible."""
    start = 0
    while len(text) - start > full:
        space = text.rfind(" ", start + full // 2, start + full)
        end = space + 1 if space > 0 else start + full
        yield text[start:end]
        start = end
    yield text[start:]
