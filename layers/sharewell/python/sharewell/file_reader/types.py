"""The file types that Sharewell knows, by name ending and by content."""

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


class TypeInfo(NamedTuple):
    """The family of a type, and its name in messages."""

    family: str
    label: str


KNOWN: Final[dict[str, TypeInfo]] = {
    PDF: TypeInfo("pdf", "a PDF"),
    DOCX: TypeInfo("document", "a Word file"),
    DOCM: TypeInfo("document", "a Word file with macros"),
    PPTX: TypeInfo("slides", "a PowerPoint file"),
    PPTM: TypeInfo("slides", "a PowerPoint file with macros"),
    XLSX: TypeInfo("sheet", "an Excel file"),
    XLSM: TypeInfo("sheet", "an Excel file with macros"),
    XLSB: TypeInfo("sheet", "a binary Excel file"),
    XLS: TypeInfo("sheet", "an old Excel file"),
    ODS: TypeInfo("sheet", "an OpenDocument sheet"),
    "text/html": TypeInfo("page", "a web page"),
    "text/plain": TypeInfo("text", "plain text"),
    "text/markdown": TypeInfo("text", "Markdown"),
    "text/csv": TypeInfo("table", "a table in plain text"),
    "text/tab-separated-values": TypeInfo("table", "a table in plain text"),
    "text/vtt": TypeInfo("captions", "captions"),
    "application/x-subrip": TypeInfo("captions", "captions"),
    "message/rfc822": TypeInfo("mail", "an email"),
    SVG: TypeInfo("image", "a drawing (SVG)"),
    OLE: TypeInfo("other", "an old Office file"),
    RTF: TypeInfo("other", "an RTF file"),
    ZIP: TypeInfo("other", "a ZIP archive"),
    "application/epub+zip": TypeInfo("other", "an e-book (EPUB)"),
    "application/vnd.oasis.opendocument.text": TypeInfo("other", "an OpenDocument text"),
    "application/vnd.oasis.opendocument.presentation": TypeInfo("other", "an OpenDocument deck"),
    "application/x-msdownload": TypeInfo("other", "a program"),
    "application/x-executable": TypeInfo("other", "a program"),
    BYTES: TypeInfo("other", "of an unknown type"),
}

TEXTS: Final = frozenset(
    kind
    for kind, known in KNOWN.items()
    if known.family in {"page", "text", "table", "captions", "mail"}
) | {SVG}
"""Types whose content is text, distinguished only by the name's ending."""

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
"""The type that a name ending promises; `kind/*` promises any type of that kind."""


def get_type_info(kind: str) -> TypeInfo:
    """Returns the info of a media type; for unlisted ones by the part before the slash."""
    first = kind.split("/", 1)[0]
    family = first if first in _FAMILIES else "other"
    return KNOWN.get(kind) or TypeInfo(family, _FAMILIES.get(family, "of an unknown type"))


def is_compatible(promised: str, kind: str) -> bool:
    """Returns whether a name ending that promises a type may have content of type `kind`."""
    if promised.endswith("/*"):
        # Audio and video share containers: an .ogg or .mp4 may contain either.
        wanted, family = promised.split("/", 1)[0], get_type_info(kind).family
        return wanted == family or {wanted, family} == {"audio", "video"}
    if get_type_info(promised).family in {"document", "slides", "sheet"}:
        return get_type_info(kind).family == get_type_info(promised).family
    if promised == OLE:
        return kind in {OLE, RTF, XLS}
    if promised == ZIP:
        return kind == ZIP or kind.startswith(("application/vnd.o", "application/epub"))
    return promised == kind
