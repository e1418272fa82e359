"""Detects a file's type from its content, and compares it with the file's name."""

import re
from pathlib import Path
from typing import Final, NamedTuple

import filetype  # type: ignore[import-untyped]

from sharewell.file_reader import types
from sharewell.file_reader.limits import LOCKED, UnreadableFile
from sharewell.file_reader.words import decode

_HEAD: Final = 65_536
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BYTES_PER_CONTROL: Final = 20
"""Bytes of text in which one control character is tolerated."""
_UNICODE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEFORE_PDF: Final = b"\xef\xbb\xbf \t\r\n\x00"
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,10})\s*$")


class Sniffed(NamedTuple):
    """The type, its family, and why the file is not read, or None."""

    type: str
    family: str
    refusal: str | None = None


def sniff(path: Path, name: str, claimed: str | None, size: int | None) -> Sniffed:
    """Returns the type of the file at `path`; pass `size` if the path has only its beginning."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    ending = match[1].lower() if (match := _ENDING.search(name)) else ""
    if not head:
        return Sniffed(types.BYTES, "other", "This file is empty.")
    promised = types.ENDINGS.get(ending)
    try:
        kind = _content(path, head, promised or claimed, partial=size is not None)
    except UnreadableFile as error:
        kind = types.BYTES if not promised or promised.endswith("/*") else promised
        return Sniffed(kind, types.get_type_info(kind).family, str(error))
    family, label = types.get_type_info(kind)
    if promised and not types.is_compatible(promised, kind):
        return Sniffed(kind, family, f"This file is named .{ending} but is {label}.")
    return Sniffed(kind, family)


def _content(path: Path, head: bytes, promised: str | None, *, partial: bool) -> str:
    """Returns the type of the content; text has the type that its name promises, if any."""
    if head.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return types.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip(path, promised, partial=partial)
    if head.startswith(_OLE):
        return _old_office(path)
    if is_text(head):
        return types.RTF if head.startswith(b"{\\rtf") else _text_type(head, promised)
    guess = filetype.guess(head)
    # PDF readers accept the header anywhere in the first kilobyte.
    fallback = types.PDF if b"%PDF-" in head[:1024] else types.BYTES
    return str(guess.mime) if guess else fallback


def _zip(path: Path, promised: str | None, *, partial: bool) -> str:
    """Returns the type of a ZIP; the name decides if the list of contents at its end is missing."""
    from sharewell.file_reader import office

    office_file = promised if promised in {types.DOCX, types.PPTX, types.XLSX} else None
    kind = office_file or types.ZIP if partial else office.detect_type(path)
    if kind != types.BROKEN_ZIP:
        return kind
    if office_file:
        raise UnreadableFile("This file is damaged and cannot be opened.")
    return types.ZIP


def is_text(head: bytes) -> bool:
    """Returns whether the first bytes are text in some encoding, with few control characters."""
    if head.startswith(_UNICODE_MARKS):
        return b"\0" not in decode(head[: len(head) // 4 * 4]).encode()
    controls = len(_CONTROLS.findall(head))
    if b"\0" in head or controls > len(head) // _BYTES_PER_CONTROL:
        return False
    return (_is_utf8(head) and not controls) or filetype.guess(head) is None


def _is_utf8(head: bytes) -> bool:
    """Returns whether the bytes are UTF-8, possibly cut within the last character."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and error.reason == "unexpected end of data"
    return True


def _text_type(head: bytes, promised: str | None) -> str:
    """Returns the text type that the name or, without an ending, the browser claims."""
    kind = (promised or "").split(";")[0].strip().lower()
    if kind == types.SVG and b"<svg" not in head:
        return "text/plain"
    return kind if kind in types.TEXTS else "text/plain"


def _old_office(path: Path) -> str:
    """Returns the type of an OLE file. Raises UnreadableFile for Office files with a password."""
    with path.open("rb") as file:
        content = file.read(64_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile(LOCKED)
    books = ("Workbook", "Book")
    is_book = any(f"{book}\0".encode("utf-16-le") in content for book in books)
    return types.XLS if is_book else types.OLE
