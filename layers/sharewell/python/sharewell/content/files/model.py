"""Files of items, their text pages, link previews and download addresses."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import Field, StringConstraints

from sharewell.core.ids import FileId, ItemId
from sharewell.core.pagination import PageQuery
from sharewell.core.values import ULID, Value
from sharewell.identity.model import MemberRef

STALLED_AFTER = timedelta(hours=1)


class FileState(StrEnum):
    """The states of a file from upload to processed."""

    UPLOADING = "uploading"
    STALLED = "stalled"
    PROCESSING = "processing"
    READY = "ready"
    REFUSED = "refused"


_STALLED = "This file did not arrive completely, or processing it did not finish. Try again."
IN_PROGRESS = (FileState.UPLOADING, FileState.PROCESSING)


class File(Value):
    """One of the files of an item. `problem` is a sentence shown to the uploader."""

    id: FileId
    name: str
    type: str
    size: int
    family: str = "other"
    state: FileState
    problem: str | None = None
    pages: int = 0
    language: str | None = None
    sha256: str | None = None
    thumb: str | None = None

    @property
    def has_arrived(self) -> bool:
        """Whether its bytes have arrived and were processed."""
        return self.state in (FileState.READY, FileState.REFUSED)

    def as_of(self, at: datetime, since: datetime) -> Self:
        """Returns the file as of `at`; stalled if in progress for more than an hour."""
        if self.state not in IN_PROGRESS or at - since <= STALLED_AFTER:
            return self
        return self.model_copy(update={"state": FileState.STALLED, "problem": _STALLED})


class PendingFile(File):
    """A file that replaces the item's current one as soon as it has been processed."""

    by: MemberRef
    at: datetime
    """When its upload was last started."""


class TextPage(Value):
    """The text of one page, slide, sheet or minute of a file."""

    number: int
    text: str
    title: str | None = None
    second: int | None = None


class PageRef(NamedTuple):
    """Identifies a page of a file of an item."""

    item: ItemId
    file: FileId
    page: int


PREVIEW_TIMEOUT = timedelta(minutes=10)
_TIMED_OUT = "The preview of this page could not be loaded. Try again."


class PreviewState(StrEnum):
    """The states of a link preview."""

    FETCHING = "fetching"
    READY = "ready"
    FAILED = "failed"


class Preview(Value):
    """Title, description and thumbnail of the page behind a link, or why they are missing."""

    state: PreviewState
    title: str | None = None
    about: str | None = None
    thumb: str | None = None
    problem: str | None = None
    requested_at: datetime

    def as_of(self, at: datetime) -> Self:
        """Returns the preview as of `at`; failed if fetching it exceeds `PREVIEW_TIMEOUT`."""
        if self.state is not PreviewState.FETCHING or at - self.requested_at <= PREVIEW_TIMEOUT:
            return self
        failed = {"state": PreviewState.FAILED, "problem": _TIMED_OUT}
        return self.model_copy(update=failed)


class DownloadUrl(Value):
    """A signed address of a file's bytes, valid until `expires_at`."""

    url: str
    name: str
    type: str
    size: int
    expires_at: datetime


VersionNumber = Annotated[int, Field(ge=1, le=999_999)]


class DownloadQuery(Value):
    """Whether to save the bytes rather than show them, and which version's file."""

    download: bool = False
    version: VersionNumber | None = None


class PagesQuery(PageQuery):
    """A page of a file's text pages; giving the file's id makes the answer faster."""

    file: Annotated[FileId, ULID] | None = None


Key = Annotated[
    str,
    StringConstraints(
        max_length=120, pattern=r"^((thumbs|photos|pictures)/[\w/-]+\.(webp|png|jpg|gif))$"
    ),
]


class PicturesQuery(Value):
    """Keys of pictures, as received with a list or an item."""

    key: Annotated[list[Key], Field(max_length=50)] | Key = []


class PictureUrls(Value):
    """Addresses of pictures by key, valid for an hour."""

    urls: dict[str, str]
