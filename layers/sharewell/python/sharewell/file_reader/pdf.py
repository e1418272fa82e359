"""Reads PDF: the text of each page, bookmarks as titles, a thumbnail of page one (PDFium)."""

import contextlib
import itertools
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from sharewell.file_reader.limits import Facts, Limits, RawPage, UnreadableFile

_HYPHEN: Final = re.compile("[\x02\ufffe]\r?\n?")
"""PDFium's mark for a word that was hyphenated at the end of a line."""
_MACHINE_TITLE: Final = re.compile(
    r"^(untitled|microsoft \w+ - |slide 1$|.*\.\w{2,5}$)", re.IGNORECASE
)
_MAX_BOOKMARKS: Final = 2_000
_MAX_SCALE: Final = 4.0


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:  # noqa: ARG001
    """Yields the pages with their numbers in the file."""
    document = _open_document(path)
    count = len(document)
    title = _title(document)
    yield Facts(page_count=count, title=title)
    if not count:
        raise UnreadableFile("This PDF has no pages.")
    titles = _bookmarks(document)
    unread = 0
    with _memory_limit(limits.page_memory):
        for index in range(count):
            try:
                found = _text(document, index)
            except pdfium.PdfiumError:
                unread += 1
                continue
            yield RawPage(index + 1, _HYPHEN.sub("", found), titles.get(index))
    if unread:
        yield Facts(sentence=f"{unread:,} of its {count:,} pages could not be read.")


def render_thumbnail(path: Path, kind: str, limits: Limits) -> bytes | None:  # noqa: ARG001
    """Returns a thumbnail of the first page; None if the page is empty."""
    from sharewell.file_reader import image

    document = _open_document(path)
    page = document[0]
    longer = max(page.get_size())
    if longer <= 0:
        return None
    scale = min(limits.thumbnail / longer, _MAX_SCALE)
    rendered = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image.make_thumbnail(rendered, limits)


def _text(document: pdfium.PdfDocument, index: int) -> str:
    """Returns the text of a page."""
    page = document[index]
    text = page.get_textpage()
    found: str = text.get_text_range()
    text.close()
    page.close()
    return found


@contextlib.contextmanager
def _memory_limit(memory: int) -> Iterator[None]:
    """Lowers the memory limit, so that a page that bursts ends the process before it costs time."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if soft == resource.RLIM_INFINITY else min(memory, soft)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses it
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _open_document(path: Path) -> pdfium.PdfDocument:
    """Returns the document. Raises UnreadableFile if it is locked or damaged."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error):
            sentence = "This PDF is locked with a password. Upload it without one."
            raise UnreadableFile(sentence) from error
        raise UnreadableFile("This PDF is damaged and cannot be opened.") from error


def _title(document: pdfium.PdfDocument) -> str | None:
    """Returns the title that the file declares, unless a program generated it."""
    title = document.get_metadata_value("Title").strip()
    return None if _MACHINE_TITLE.match(title) else title or None


def _bookmarks(document: pdfium.PdfDocument) -> dict[int, str]:
    """Returns the first bookmark of each page index; a broken outline has none."""
    titles: dict[int, str] = {}
    with contextlib.suppress(pdfium.PdfiumError, ValueError, RuntimeError):
        for mark in itertools.islice(document.get_toc(max_depth=5), _MAX_BOOKMARKS):
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                titles.setdefault(index, mark.get_title())
    return titles
