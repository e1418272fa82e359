"""The file of an item on its way and once it is here; its text, its pictures, its addresses."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import Field, StringConstraints

from sharewell.identity.model import MemberRef
from sharewell.ids import FileId, ItemId
from sharewell.paging import After
from sharewell.values import ULID, Value

STALLED_AFTER = timedelta(hours=1)


class State(StrEnum):
    """Where a file is on its way from a desk to being read."""

    UPLOADING = "uploading"
    STALLED = "stalled"
    PROCESSING = "processing"
    READY = "ready"
    REFUSED = "refused"


_NO_BYTES = "Its bytes did not arrive, or reading them did not end. Try again."
UNDERWAY = (State.UPLOADING, State.PROCESSING)


class File(Value):
    """One of the files of an item. `problem` is a sentence for whoever uploaded it."""

    id: FileId
    name: str
    type: str
    size: int
    family: str = "other"
    state: State
    problem: str | None = None
    pages: int = 0
    language: str | None = None
    sha256: str | None = None
    thumb: str | None = None

    @property
    def is_here(self) -> bool:
        """Whether its bytes have come and been looked at."""
        return self.state in (State.READY, State.REFUSED)

    def as_of(self, at: datetime, since: datetime) -> Self:
        """The file as it stands at `at`: one that got nowhere for an hour has stalled."""
        if self.state not in UNDERWAY or at - since <= STALLED_AFTER:
            return self
        return self.model_copy(update={"state": State.STALLED, "problem": _NO_BYTES})


class Coming(File):
    """A file that takes the place of the one that an item has, as soon as it has been read."""

    by: MemberRef
    at: datetime
    """When it was last begun to be sent."""


class TextPage(Value):
    """The text of one page, slide, sheet or minute of a file."""

    number: int
    text: str
    title: str | None = None
    second: int | None = None


class PageOf(NamedTuple):
    """A page of a file of an item."""

    item: ItemId
    file: FileId
    page: int


LOOKED_AT_WITHIN = timedelta(minutes=10)
_NOT_LOOKED_AT = "The page could not be looked at. Try again."


class PreviewState(StrEnum):
    """How far a look at a page has come."""

    FETCHING = "fetching"
    READY = "ready"
    FAILED = "failed"


class Preview(Value):
    """What the page that a link leads to says of itself, or why that is not known."""

    state: PreviewState
    title: str | None = None
    about: str | None = None
    thumb: str | None = None
    problem: str | None = None
    asked_at: datetime

    def as_of(self, at: datetime) -> Self:
        """The look as it stands at `at`: one that takes too long has failed."""
        if self.state is not PreviewState.FETCHING or at - self.asked_at <= LOOKED_AT_WITHIN:
            return self
        lost = {"state": PreviewState.FAILED, "problem": _NOT_LOOKED_AT}
        return self.model_copy(update=lost)


class Address(Value):
    """Where a file's bytes can be read for a while."""

    url: str
    name: str
    type: str
    size: int
    expires_at: datetime


VersionNumber = Annotated[int, Field(ge=1, le=999_999)]


class Download(Value):
    """Whether the bytes are to be saved rather than shown, and those of which version."""

    download: bool = False
    version: VersionNumber | None = None


class PagesOf(After):
    """The pages of the file that an item has; who knows its id is answered sooner."""

    file: Annotated[FileId, ULID] | None = None


Key = Annotated[
    str,
    StringConstraints(
        max_length=120, pattern=r"^((thumbs|photos|pictures)/[\w/-]+\.(webp|png|jpg|gif))$"
    ),
]


class PictureKeys(Value):
    """Which pictures; each key came with a list or an item."""

    key: Annotated[list[Key], Field(max_length=50)] | Key = []


class Pictures(Value):
    """Addresses of pictures by key, good for an hour."""

    urls: dict[str, str]
