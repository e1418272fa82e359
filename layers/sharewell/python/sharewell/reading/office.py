"""Opens Office files with care: what their list of contents declares is checked first."""

import io
import re
import zipfile
from pathlib import Path
from typing import Final
from xml.parsers import expat

from sharewell.reading import types
from sharewell.reading.limits import Limits, Refused

_MAIN: Final = (
    ("word/document.xml", types.DOCX, types.DOCM),
    ("ppt/presentation.xml", types.PPTX, types.PPTM),
    ("xl/workbook.xml", types.XLSX, types.XLSM),
    ("xl/workbook.bin", types.XLSB, types.XLSB),
)
_LONGEST_TYPE: Final = 200
_MEGABYTE: Final = 1_000_000
_NEEDED: Final = (".xml", ".rels", ".bin")
_CELL: Final = re.compile(rb'[<:]c r="([A-Z]{1,3})(\d{1,7})"')
_PLAIN: Final = (
    (b"application/vnd.ms-word.document.macroEnabled.main+xml", types.DOCX),
    (b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", types.DOCX),
    (types.DOCX.replace(".document", ".template").encode() + b".main+xml", types.DOCX),
    (types.PPTX.replace(".presentation", ".template").encode() + b".main+xml", types.PPTX),
    (types.PPTX.replace(".presentation", ".slideshow").encode() + b".main+xml", types.PPTX),
)
"""Content types of templates, shows and macro files, which are read like the plain ones."""

_BOMB: Final = "This file unpacks to far more than it should and was not opened."
_DAMAGED: Final = "This file is damaged and cannot be opened."


def kind(path: Path) -> str:
    """What a ZIP file is, by the names in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            declared = archive.read("mimetype")[:100] if _small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return types.BROKEN_ZIP
    for main, plain, with_macros in _MAIN:
        if main in names:
            macros = any(name.endswith("/vbaProject.bin") for name in names)
            return with_macros if macros else plain
    said = declared.decode("ascii", "ignore").strip()
    return said if said in types.KNOWN else types.ZIP


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether the archive has an entry of this name that is short."""
    try:
        return archive.getinfo(name).file_size < _LONGEST_TYPE
    except KeyError:
        return False


def opened(path: Path, limits: Limits) -> io.BytesIO:
    """A copy of an Office file that holds its XML only; everything else in it is left empty.

    Media can be large and are not text; a copy without them opens at the price of its text.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, limits)
            return _slim(archive, limits)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as wrong:
        raise Refused(_DAMAGED) from wrong
    except RuntimeError as wrong:
        raise Refused("This file is locked with a password: upload it without one.") from wrong


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuses what declares to be too much, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Refused(_BOMB)
    needed = [entry for entry in entries if entry.filename.endswith(_NEEDED)]
    if sum(entry.file_size for entry in needed) > limits.unpacked_bytes:
        raise Refused(_BOMB)
    for entry in needed:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _MEGABYTE and entry.file_size / packed > limits.ratio:
            raise Refused(_BOMB)


def _slim(archive: zipfile.ZipFile, limits: Limits) -> io.BytesIO:
    """The copy; a ZipFile never unpacks more of an entry than the entry declares."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as slim:
        for name in dict.fromkeys(archive.namelist()):
            content = archive.read(name) if name.endswith(_NEEDED) else b""
            if name.endswith((".xml", ".rels")):
                _check_xml(content)
            if name == "[Content_Types].xml":
                for special, plain in _PLAIN:
                    content = content.replace(special, plain.encode() + b".main+xml")
            if name.startswith("xl/worksheets/"):
                _check_reach(content, limits)
            slim.writestr(name, content)
    copy.seek(0)
    return copy


def _check_xml(content: bytes) -> None:
    """Refuses XML that is broken or declares a document type: Office files have none."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)  # noqa: FBT003
    except expat.ExpatError as wrong:
        raise Refused(_DAMAGED) from wrong


def _refuse_doctype(*_: object) -> None:
    """Entities are declared in document types; without one there are none to expand."""
    raise Refused("This file declares XML entities, as no Office program does, and was not opened.")


def _check_reach(content: bytes, limits: Limits) -> None:
    """Refuses a sheet whose one far cell would make it billions of empty ones."""
    letters, rows = set[bytes](), 0
    for cell in _CELL.finditer(content):
        letters.add(cell[1])
        rows = max(rows, int(cell[2]))
    columns = max(map(_column, letters), default=0)
    if rows * columns > limits.cells:
        sentence = f"A sheet reaches to row {rows:,} and column {columns:,}"
        raise Refused(f"{sentence}: clear its empty rows and columns and upload it again.")


def _column(letters: bytes) -> int:
    """The number of a column from its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
