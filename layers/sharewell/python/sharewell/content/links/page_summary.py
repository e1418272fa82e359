"""Fetches the page behind an address and reads its title, description and picture."""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from sharewell.core import external_http
from sharewell.core.address_rules import FetchError
from sharewell.file_reader import Limits, Reading, read

TIMEOUT_SECONDS = 5.0
"""Seconds for the page and its picture together."""
MAX_PAGE_BYTES, MAX_PICTURE_BYTES = 1_000_000, 5_000_000
"""Bytes read of a page, which is cut there; and of a picture, left out if larger."""
_PAGES = ("text/html", "application/xhtml+xml")


class PageSummary(NamedTuple):
    """The title, description and thumbnail of a page, as far as it has them."""

    title: str | None
    about: str | None
    picture: bytes | None


def fetch_summary(url: str, allowed: str, *, wide: int = 480) -> PageSummary:
    """Fetches a page and its picture and reads both in a separate process.

    `wide` is the thumbnail's width in pixels. Raises: FetchError if the page is unreachable.
    """
    by = time.monotonic() + TIMEOUT_SECONDS
    page = external_http.fetch(url, most=MAX_PAGE_BYTES, by=by, allowed=allowed)
    if page.type not in _PAGES:
        return PageSummary(None, None, None)
    found = _read(page.data, "page.html", "text/html", Limits(seconds=5, thumbnail=wide))
    return PageSummary(
        found.title, found.about, _fetch_thumbnail(found, page.url, by, allowed, wide)
    )


def _fetch_thumbnail(found: Reading, base: str, by: float, allowed: str, wide: int) -> bytes | None:
    """Returns the page's picture as a thumbnail; None if it cannot be fetched or read."""
    if found.picture is None:
        return None
    try:
        url = urljoin(base, found.picture)
        answer = external_http.fetch(url, most=MAX_PICTURE_BYTES, by=by, allowed=allowed)
    except (FetchError, ValueError):
        return None
    if not answer.is_complete or not answer.type.startswith("image/"):
        return None
    return _read(answer.data, "picture", answer.type, Limits(seconds=10, thumbnail=wide)).thumbnail


def _read(data: bytes, name: str, claimed: str, limits: Limits) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "data")
        path.write_bytes(data)
        return read(path, name, claimed, limits)
