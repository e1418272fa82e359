"""Limits of reading one file, and what readers yield; light enough for the child process."""

from typing import Final, NamedTuple

LOCKED: Final = "This file is locked with a password. Upload it without one."


class Limits(NamedTuple):
    """The limits of reading one file. The defaults fit a Lambda of 1.8 GB."""

    seconds: float = 60.0
    """Wall-clock seconds until the child process is killed."""
    processor_seconds: int = 45
    """Seconds of processor time until the kernel ends the child process."""
    memory: int = 1_200_000_000
    """Bytes of address space of the child process."""
    file_bytes: int = 300_000_000
    """Larger files are stored and their type is detected, but they are not read."""
    pages: int = 2_000
    page_memory: int = 400_000_000
    """Bytes of address space while the pages of a PDF are parsed."""
    page_bytes: int = 100_000
    """Bytes of UTF-8 in the text of one page."""
    text_bytes: int = 20_000_000
    """Bytes of UTF-8 in all pages together."""
    pixels: int = 64_000_000
    """Pictures with more pixels are not decoded."""
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


class RawPage(NamedTuple):
    """One page as a reader yields it, before it is cleaned and truncated."""

    number: int
    text: str
    title: str | None = None
    second: int | None = None


class Facts(NamedTuple):
    """What a reader learns about the whole file; None means not known."""

    page_count: int | None = None
    title: str | None = None
    sentence: str | None = None
    """The reason for the uploader why not everything was read."""
    about: str | None = None
    """The description that a web page declares."""
    picture: str | None = None
    """The URL of the picture that a web page declares."""


class UnreadableFile(Exception):
    """Raised when a file cannot be read; the message is shown to the uploader."""


def format_megabytes(size: int) -> str:
    """Returns a size for people to read, e.g. `300 MB`."""
    return f"{size / 1_000_000:,.0f} MB"


def too_large(what: str, limit: int) -> str:
    """Returns the sentence for a file that is stored but larger than `limit` bytes."""
    size = format_megabytes(limit)
    return f"This {what} is larger than {size}. It is stored, but its text was not read."
