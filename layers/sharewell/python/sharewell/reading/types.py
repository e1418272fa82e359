"""The types of files that Sharewell knows, by the endings of their names and by their content."""

from typing import Final, NamedTuple

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MICROSOFT: Final = "application/vnd.ms-"

DOCX: Final = _OFFICE + "wordprocessingml.document"
PPTX: Final = _OFFICE + "presentationml.presentation"
XLSX: Final = _OFFICE + "spreadsheetml.sheet"
DOCM: Final = _MICROSOFT + "word.document.macroEnabled.12"
PPTM: Final = _MICROSOFT + "powerpoint.presentation.macroEnabled.12"
XLSM: Final = _MICROSOFT + "excel.sheet.macroEnabled.12"
XLSB: Final = _MICROSOFT + "excel.sheet.binary.macroEnabled.12"
XLS: Final = _MICROSOFT + "excel"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
OLE: Final = "application/x-ole-storage"
ZIP: Final = "application/zip"
BROKEN_ZIP: Final = "application/x-zip-damaged"
PDF: Final = "application/pdf"
RTF: Final = "application/rtf"
SVG: Final = "image/svg+xml"
BYTES: Final = "application/octet-stream"


class Known(NamedTuple):
    """What a type is called, and to which family it belongs."""

    family: str
    called: str


KNOWN: Final[dict[str, Known]] = {
    PDF: Known("pdf", "a PDF"),
    DOCX: Known("document", "a Word file"),
    DOCM: Known("document", "a Word file with macros"),
    PPTX: Known("slides", "a PowerPoint file"),
    PPTM: Known("slides", "a PowerPoint file with macros"),
    XLSX: Known("sheet", "an Excel file"),
    XLSM: Known("sheet", "an Excel file with macros"),
    XLSB: Known("sheet", "a binary Excel file"),
    XLS: Known("sheet", "an old Excel file"),
    ODS: Known("sheet", "an OpenDocument sheet"),
    "text/html": Known("page", "a web page"),
    "text/plain": Known("text", "plain text"),
    "text/markdown": Known("text", "Markdown"),
    "text/csv": Known("table", "a table in plain text"),
    "text/tab-separated-values": Known("table", "a table in plain text"),
    "text/vtt": Known("captions", "captions"),
    "application/x-subrip": Known("captions", "captions"),
    "message/rfc822": Known("mail", "an e-mail"),
    SVG: Known("image", "a drawing (SVG)"),
    OLE: Known("other", "an old Office file"),
    RTF: Known("other", "an RTF file"),
    ZIP: Known("other", "a ZIP archive"),
    "application/epub+zip": Known("other", "an e-book (EPUB)"),
    "application/vnd.oasis.opendocument.text": Known("other", "an OpenDocument text"),
    "application/vnd.oasis.opendocument.presentation": Known("other", "an OpenDocument deck"),
    "application/x-msdownload": Known("other", "a program"),
    "application/x-executable": Known("other", "a program"),
    BYTES: Known("other", "something else"),
}

TEXTS: Final = frozenset(
    kind
    for kind, known in KNOWN.items()
    if known.family in {"page", "text", "table", "captions", "mail"}
) | {SVG}
"""Types whose content is text, told apart only by the name's ending."""

_FAMILIES: Final = {"image": "an image", "audio": "a sound file", "video": "a video"}

ENDINGS: Final[dict[str, str]] = {
    **dict.fromkeys(("docx", "docm", "dotx"), DOCX),
    **dict.fromkeys(("pptx", "pptm", "ppsx", "potx"), PPTX),
    **dict.fromkeys(("xlsx", "xlsm", "xlsb", "xls", "ods"), XLSX),
    **dict.fromkeys(("html", "htm", "xhtml"), "text/html"),
    **dict.fromkeys(("md", "markdown"), "text/markdown"),
    **dict.fromkeys(("txt", "text", "log"), "text/plain"),
    **dict.fromkeys(("doc", "ppt"), OLE),
    **dict.fromkeys(
        ("png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "heic", "heif"),
        "image/*",
    ),
    **dict.fromkeys(("mp3", "m4a", "aac", "wav", "ogg", "oga", "opus", "flac", "aif"), "audio/*"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "wmv"), "video/*"),
    "pdf": PDF,
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "eml": "message/rfc822",
    "svg": SVG,
    "zip": ZIP,
    "rtf": RTF,
}
"""The type that an ending promises; `kind/*` promises any of its kind."""


def known(kind: str) -> Known:
    """What is known of a media type, of the ones not listed by their first half."""
    first = kind.split("/", 1)[0]
    family = first if first in _FAMILIES else "other"
    return KNOWN.get(kind) or Known(family, _FAMILIES.get(family, "something else"))


def agree(promised: str, kind: str) -> bool:
    """Whether content of this type is what an ending with that promise may hold."""
    if promised.endswith("/*"):
        # Sound and film share their containers: an .ogg or .mp4 may hold either.
        wanted, family = promised.split("/", 1)[0], known(kind).family
        return wanted == family or {wanted, family} == {"audio", "video"}
    if known(promised).family in {"document", "slides", "sheet"}:
        return known(kind).family == known(promised).family
    if promised == OLE:
        return kind in {OLE, RTF, XLS}
    if promised == ZIP:
        return kind == ZIP or kind.startswith(("application/vnd.o", "application/epub"))
    return promised == kind
