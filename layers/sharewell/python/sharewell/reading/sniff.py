"""Tells a file's type from its content, and whether its name says the same."""

import re
from pathlib import Path
from typing import Final, NamedTuple

import filetype  # type: ignore[import-untyped]

from sharewell.reading import types
from sharewell.reading.limits import Refused
from sharewell.reading.words import decode

_HEAD: Final = 65_536
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_STRAY: Final = 20
"""Bytes of text in which one control character is let pass."""
_UNICODE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEFORE_PDF: Final = b"\xef\xbb\xbf \t\r\n\x00"
_LOCKED: Final = "This file is locked with a password: upload it without one."
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,10})\s*$")


class Sniffed(NamedTuple):
    """The type, its family, and why the file will not be read, if so."""

    type: str
    family: str
    refusal: str | None = None


def sniff(path: Path, name: str, claimed: str | None, size: int | None) -> Sniffed:
    """The type of the file at `path`, uploaded as `name`; `size` if the path holds a part only."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    ending = match[1].lower() if (match := _ENDING.search(name)) else ""
    if not head:
        return Sniffed(types.BYTES, "other", "This file is empty.")
    promised = types.ENDINGS.get(ending)
    try:
        kind = _content(path, head, promised or claimed, partial=size is not None)
    except Refused as refused:
        kind = types.BYTES if not promised or promised.endswith("/*") else promised
        return Sniffed(kind, types.known(kind).family, str(refused))
    family, called = types.known(kind)
    if promised and not types.agree(promised, kind):
        return Sniffed(kind, family, f"This file says .{ending} but is {called}.")
    return Sniffed(kind, family)


def _content(path: Path, head: bytes, promised: str | None, *, partial: bool) -> str:
    """What the content is; text is what its name promises, if that is a kind of text."""
    if head.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return types.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip(path, promised, partial=partial)
    if head.startswith(_OLE):
        return _old_office(path)
    if is_text(head):
        return types.RTF if head.startswith(b"{\\rtf") else _kind_of_text(head, promised)
    guess = filetype.guess(head)
    # Readers find a PDF's beginning within its first kilobyte.
    otherwise = types.PDF if b"%PDF-" in head[:1024] else types.BYTES
    return str(guess.mime) if guess else otherwise


def _zip(path: Path, promised: str | None, *, partial: bool) -> str:
    """A ZIP's type; its contents are listed at its end, so a part of one is what its name says."""
    from sharewell.reading import office

    office_file = promised if promised in {types.DOCX, types.PPTX, types.XLSX} else None
    kind = office_file or types.ZIP if partial else office.kind(path)
    if kind != types.BROKEN_ZIP:
        return kind
    if office_file:
        raise Refused("This file is damaged and cannot be opened.")
    return types.ZIP


def is_text(head: bytes) -> bool:
    """Whether these first bytes are text in some encoding; a stray control character may be."""
    if head.startswith(_UNICODE_MARKS):
        return b"\0" not in decode(head[: len(head) // 4 * 4]).encode()
    controls = len(_CONTROLS.findall(head))
    if b"\0" in head or controls > len(head) // _STRAY:
        return False
    return (_is_utf8(head) and not controls) or filetype.guess(head) is None


def _is_utf8(head: bytes) -> bool:
    """Whether the bytes are UTF-8, perhaps cut within its last character."""
    try:
        head.decode()
    except UnicodeDecodeError as wrong:
        return wrong.start > len(head) - 4 and wrong.reason == "unexpected end of data"
    return True


def _kind_of_text(head: bytes, promised: str | None) -> str:
    """The kind of text that the name or, without an ending, the browser said."""
    kind = (promised or "").split(";")[0].strip().lower()
    if kind == types.SVG and b"<svg" not in head:
        return "text/plain"
    return kind if kind in types.TEXTS else "text/plain"


def _old_office(path: Path) -> str:
    """An OLE file's type: new Office files with a password lie in one, too."""
    with path.open("rb") as file:
        content = file.read(64_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(_LOCKED)
    books = ("Workbook", "Book")
    is_book = any(f"{book}\0".encode("utf-16-le") in content for book in books)
    return types.XLS if is_book else types.OLE
