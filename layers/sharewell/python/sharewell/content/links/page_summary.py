"""A look at the page behind an address: its title, what it says it is about, its picture."""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from sharewell import outside
from sharewell.reach import Unreachable
from sharewell.reading import Limits, Reading, read

SECONDS = 5.0
"""For the page and its picture together."""
PAGE, PICTURE = 1_000_000, 5_000_000
"""Bytes that are taken of a page; and of a picture, or it is left out."""
_PAGES = ("text/html", "application/xhtml+xml")


class Look(NamedTuple):
    """What was seen."""

    title: str | None
    about: str | None
    picture: bytes | None


def look(url: str, allowed: str, *, wide: int = 480) -> Look:
    """Fetch a page and its picture, and read both in a process of their own."""
    by = time.monotonic() + SECONDS
    page = outside.fetch(url, most=PAGE, by=by, allowed=allowed)
    if page.type not in _PAGES:
        return Look(None, None, None)
    found = _read(page.data, "page.html", "text/html", Limits(seconds=5, thumbnail=wide))
    return Look(found.title, found.about, _picture(found, page.url, by, allowed, wide))


def _picture(found: Reading, base: str, by: float, allowed: str, wide: int) -> bytes | None:
    """The page's picture, small; without it the link is shown all the same."""
    if found.picture is None:
        return None
    try:
        url = urljoin(base, found.picture)
        answer = outside.fetch(url, most=PICTURE, by=by, allowed=allowed)
    except (Unreachable, ValueError):
        return None
    if not answer.whole or not answer.type.startswith("image/"):
        return None
    return _read(answer.data, "picture", answer.type, Limits(seconds=10, thumbnail=wide)).thumbnail


def _read(data: bytes, name: str, claimed: str, limits: Limits) -> Reading:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room, "it")
        path.write_bytes(data)
        return read(path, name, claimed, limits)
