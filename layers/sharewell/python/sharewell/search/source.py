"""What every kind of thing must tell so that it can be found.

A source tells the present state of one thing, which of several things the asker may see right
now, and everything there is. Whatever changes what a source tells must say an event with `finds`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from sharewell.caller import Caller
from sharewell.ids import OrganisationId
from sharewell.search.model import Document
from sharewell.values import Value


class Place(Value):
    """A thing, and the page that a hit is on, of the file `of`."""

    id: str
    page: int | None = None
    of: str = ""


class Shown(Value):
    """What a hit shows of a thing that the asker may see."""

    kind: str
    title: str
    text: str = ""
    channels: list[str] = []
    author: str | None = None
    created: datetime


class Source(Protocol):
    """One kind of thing that can be found."""

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """All there is to find of it, read consistently; None when nobody should find it."""

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Those that the caller may see at this instant, by id."""

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """The ids of all there are; one that is gone by now does no harm."""
