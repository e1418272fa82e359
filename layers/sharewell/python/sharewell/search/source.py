"""The interface that makes a kind of thing searchable.

A source provides the current document of one thing, the hits that a caller may see now, and the
ids of everything. Each write that changes a document must emit an event with `reindexes`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from sharewell.core.caller import Caller
from sharewell.core.ids import OrganisationId
from sharewell.core.values import Value
from sharewell.search.model import Document


class HitPosition(Value):
    """The id of a document that was found, and the matching page of the file `of`."""

    id: str
    page: int | None = None
    of: str = ""


class HitView(Value):
    """The texts that a hit shows of something the caller may see."""

    kind: str
    title: str
    text: str = ""
    channels: list[str] = []
    author: str | None = None
    created: datetime


class Source(Protocol):
    """Provides the documents and hits of one kind."""

    def load_document(self, organisation: OrganisationId, id: str) -> Document | None:
        """Returns the document, with strongly consistent reads; None if it must not be found."""

    def load_hits(self, places: Sequence[HitPosition], by: Caller) -> dict[str, HitView]:
        """Returns the hits that the caller may see, with strongly consistent reads, by id."""

    def list_ids(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields the ids of all documents; repeated ids and ids of deleted ones do no harm."""
