"""Opens Office files after checking the sizes that their table of contents declares."""

import io
import re
import zipfile
from pathlib import Path
from typing import Final
from xml.parsers import expat

from sharewell.file_reader import types
from sharewell.file_reader.limits import LOCKED, Limits, UnreadableFile

_MAIN: Final = (
    ("word/document.xml", types.DOCX, types.DOCM),
    ("ppt/presentation.xml", types.PPTX, types.PPTM),
    ("xl/workbook.xml", types.XLSX, types.XLSM),
    ("xl/workbook.bin", types.XLSB, types.XLSB),
)
_MAX_TYPE_LENGTH: Final = 200
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
"""Content types of templates, slide shows and macro files, which are read as the plain type."""

_BOMB: Final = "This file unpacks to far more than it should and was not opened."
_DAMAGED: Final = "This file is damaged and cannot be opened."


def detect_type(path: Path) -> str:
    """Returns the type of a ZIP file, by the names of its entries."""
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
    kind = declared.decode("ascii", "ignore").strip()
    return kind if kind in types.KNOWN else types.ZIP


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    """Returns whether the archive has a short entry of this name."""
    try:
        return archive.getinfo(name).file_size < _MAX_TYPE_LENGTH
    except KeyError:
        return False


def open_checked(path: Path, limits: Limits) -> io.BytesIO:
    """Returns a copy of an Office file with its XML only; all other entries are empty.

    Media can be large and contain no text; a copy without them is as cheap to open as its text.

    Raises UnreadableFile if the file is damaged, locked, or exceeds the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, limits)
            return _slim(archive, limits)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(_DAMAGED) from error
    except RuntimeError as error:
        raise UnreadableFile(LOCKED) from error


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raises UnreadableFile if the declared sizes exceed the limits, before unpacking anything."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise UnreadableFile(_BOMB)
    needed = [entry for entry in entries if entry.filename.endswith(_NEEDED)]
    if sum(entry.file_size for entry in needed) > limits.unpacked_bytes:
        raise UnreadableFile(_BOMB)
    for entry in needed:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _MEGABYTE and entry.file_size / packed > limits.ratio:
            raise UnreadableFile(_BOMB)


def _slim(archive: zipfile.ZipFile, limits: Limits) -> io.BytesIO:
    """Returns the copy; a ZipFile never unpacks more of an entry than the entry declares."""
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
    """Raises UnreadableFile for XML that is broken or has a DOCTYPE: Office files have none."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise UnreadableFile(_DAMAGED) from error


def _refuse_doctype(*_: object) -> None:
    """Raises UnreadableFile: without a DOCTYPE no entities exist that could expand."""
    raise UnreadableFile(
        "This file declares XML entities, as no Office program does, and was not opened."
    )


def _check_reach(content: bytes, limits: Limits) -> None:
    """Raises UnreadableFile for a sheet in which one far cell spans billions of empty ones."""
    letters, rows = set[bytes](), 0
    for cell in _CELL.finditer(content):
        letters.add(cell[1])
        rows = max(rows, int(cell[2]))
    columns = max(map(_column, letters), default=0)
    if rows * columns > limits.cells:
        extent = f"A sheet extends to row {rows:,} and column {columns:,}."
        raise UnreadableFile(f"{extent} Clear its empty rows and columns and upload it again.")


def _column(letters: bytes) -> int:
    """Returns the number of a column from its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
