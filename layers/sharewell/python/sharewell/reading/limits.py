"""How far reading one file may go, and what the readers hand over; light enough for the child."""

from typing import NamedTuple


class Limits(NamedTuple):
    """What reading one file may cost and yield. The defaults fit a Lambda of 1.8 GB."""

    seconds: float = 60.0
    """Wall-clock seconds until the reading process is ended."""
    processor_seconds: int = 45
    """Seconds of processor time until the kernel ends it."""
    memory: int = 1_200_000_000
    """Bytes of address space the reading process may have."""
    file_bytes: int = 300_000_000
    """Larger files are kept, their type is told, but they are not read."""
    pages: int = 2_000
    page_memory: int = 400_000_000
    """Bytes of address space while the pages of a PDF are taken apart."""
    page_bytes: int = 100_000
    """Bytes of UTF-8 in the text of one page."""
    text_bytes: int = 20_000_000
    """Bytes of UTF-8 in all pages together."""
    pixels: int = 64_000_000
    """Pictures with more are not decoded."""
    thumbnail: int = 480
    """Pixels of the longer side of a thumbnail."""
    entries: int = 10_000
    """Parts in an Office file."""
    unpacked_bytes: int = 300_000_000
    """Declared size of all XML parts of an Office file."""
    ratio: int = 300
    """Declared size over packed size of a part of more than a megabyte."""
    cells: int = 20_000_000
    """Rows times columns that one sheet spans."""


class Leaf(NamedTuple):
    """One page as a reader finds it, before it is cleaned and cut to size."""

    number: int
    text: str
    title: str | None = None
    second: int | None = None


class Facts(NamedTuple):
    """What a reader learns about the whole file; None says nothing new."""

    page_count: int | None = None
    title: str | None = None
    sentence: str | None = None
    """Why not everything was read."""
    about: str | None = None
    """What a page says it is about."""
    picture: str | None = None
    """Where a page says its picture is."""


class Refused(Exception):
    """A file that cannot be read; the message is the sentence for the uploader."""


def megabytes(size: int) -> str:
    """A size as people say it, e.g. `300 MB`."""
    return f"{size / 1_000_000:,.0f} MB"
