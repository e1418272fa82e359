"""PDF: the text of each page, the bookmarks as titles, the first page as a picture (PDFium)."""

import contextlib
import itertools
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from sharewell.reading.limits import Facts, Leaf, Limits, Refused

_HYPHEN: Final = re.compile("[\x02\ufffe]\r?\n?")
"""PDFium's mark for a word that was parted at the end of a line."""
_MACHINE_TITLE: Final = re.compile(
    r"^(untitled|microsoft \w+ - |slide 1$|.*\.\w{2,5}$)", re.IGNORECASE
)
_BOOKMARKS: Final = 2_000
_LARGEST_SCALE: Final = 4.0


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf | Facts]:  # noqa: ARG001
    """The pages as they are numbered in the file."""
    document = _opened(path)
    count = len(document)
    title = _title(document)
    yield Facts(page_count=count, title=title)
    if not count:
        raise Refused("This PDF has no pages.")
    titles = _bookmarks(document)
    unread = 0
    with _within(limits.page_memory):
        for index in range(count):
            try:
                found = _text(document, index)
            except pdfium.PdfiumError:
                unread += 1
                continue
            yield Leaf(index + 1, _HYPHEN.sub("", found), titles.get(index))
    if unread:
        yield Facts(sentence=f"{unread:,} of its {count:,} pages could not be read.")


def picture(path: Path, kind: str, limits: Limits) -> bytes | None:  # noqa: ARG001
    """The first page, small."""
    from sharewell.reading import image

    document = _opened(path)
    page = document[0]
    longer = max(page.get_size())
    if longer <= 0:
        return None
    scale = min(limits.thumbnail / longer, _LARGEST_SCALE)
    drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image.small(drawn, limits)


def _text(document: pdfium.PdfDocument, index: int) -> str:
    """What is written on a page."""
    page = document[index]
    text = page.get_textpage()
    found: str = text.get_text_range()
    text.close()
    page.close()
    return found


@contextlib.contextmanager
def _within(memory: int) -> Iterator[None]:
    """Less memory for a while: a page that bursts ends the process before it costs much time."""
    now, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = memory if now == resource.RLIM_INFINITY else min(memory, now)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses it
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (now, most))


def _opened(path: Path) -> pdfium.PdfDocument:
    """The document, or why it does not open."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as wrong:
        if getattr(wrong, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(wrong):
            sentence = "This PDF is locked with a password: upload it without one."
            raise Refused(sentence) from wrong
        raise Refused("This PDF is damaged and cannot be opened.") from wrong


def _title(document: pdfium.PdfDocument) -> str | None:
    """The title that the file declares, unless a program made it up."""
    title = document.get_metadata_value("Title").strip()
    return None if _MACHINE_TITLE.match(title) else title or None


def _bookmarks(document: pdfium.PdfDocument) -> dict[int, str]:
    """The first bookmark of each page; broken outlines give none."""
    titles: dict[int, str] = {}
    with contextlib.suppress(pdfium.PdfiumError, ValueError, RuntimeError):
        for mark in itertools.islice(document.get_toc(max_depth=5), _BOOKMARKS):
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                titles.setdefault(index, mark.get_title())
    return titles
