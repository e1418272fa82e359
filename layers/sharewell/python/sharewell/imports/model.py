"""An import, and the outcomes of its files."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.content.schemas import Groups, Tags
from sharewell.content.uploads.model import MediaType, UploadParts
from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, NotFound
from sharewell.core.ids import ChannelId, GroupId, ImportId, ItemId
from sharewell.core.values import ULID, Form, Name, Title, Value
from sharewell.identity.model import MemberRef

KEPT_FOR = timedelta(days=90)
"""How long a report can be read; imported items stay."""
STALLED_AFTER = timedelta(hours=1)
MAX_FILES = 2_000
MAX_FOLDERS = 30
"""Top folders that become channels."""
MAX_FILES_PER_REQUEST = 16
"""Files announced in one request: each is a write of its own, run concurrently."""
MAX_ZIP_SIZE = 1_000_000_000
"""Bytes: the archive and a batch of its files must fit on a function's disk (AWS: 10 GB)."""


class ImportSource(StrEnum):
    """Where files come from: a folder, one by one, or one archive."""

    FOLDER = "folder"
    ZIP = "zip"


class Structure(StrEnum):
    """What folders become."""

    CHANNELS = "channels"
    TAGS = "tags"
    FLAT = "flat"


class Stage(StrEnum):
    """The stage of an import."""

    SENDING = "sending"
    UNPACKING = "unpacking"
    STALLED = "stalled"
    DONE = "done"
    REJECTED = "rejected"
    STOPPED = "stopped"


class FileOutcome(StrEnum):
    """The outcome of a file."""

    WAITING = "waiting"
    IMPORTED = "imported"
    STORED_ONLY = "stored_only"
    SKIPPED = "skipped"
    REJECTED = "rejected"


_STALLED_MESSAGE = "The import has stalled. Try again: files that were imported are kept."


class Folder(Value):
    """A top folder, and the channel that it becomes."""

    name: Name
    channel: Annotated[ChannelId, ULID]


class Counts(Value):
    """Numbers of files by outcome."""

    waiting: int = 0
    imported: int = 0
    stored_only: int = 0
    skipped: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        """Returns the sum of all outcomes."""
        return self.waiting + self.imported + self.stored_only + self.skipped + self.rejected


class Import(Value):
    """An import. `total` is 0 until it is known."""

    id: ImportId
    source: ImportSource
    name: str
    by: MemberRef
    structure: Structure
    folders: list[Folder] = []
    channels: list[ChannelId] = []
    groups: list[GroupId] = []
    tags: list[str] = []
    archive_format: str | None = None
    size: int = 0
    total: int = 0
    counts: Counts = Counts()
    stage: Stage
    problem: str | None = None
    started_at: datetime
    changed_at: datetime

    def require_visible_to(self, who: Caller) -> None:
        """Raises NotFound unless the caller made it or is an admin in one of its groups.

        Admins see all imports that are not restricted to groups.
        """
        is_there = not self.groups or not who.groups.isdisjoint(self.groups)
        if who.member != self.by.id and not (who.role == "admin" and is_there):
            raise NotFound("Import not found.")

    def require_in_progress_for(self, who: Caller) -> None:
        """Raises NotFound unless the caller made it; Conflict if it has ended."""
        if who.member != self.by.id:
            raise NotFound("Import not found.")
        if self.stage in (Stage.DONE, Stage.REJECTED, Stage.STOPPED):
            raise Conflict("This import has already ended.")

    def as_of(self, at: datetime) -> Self:
        """Returns it as of `at`: a folder is done once complete; an archive may have stalled."""
        update: dict[str, object] = {}
        if self.source is ImportSource.FOLDER and self.stage is Stage.SENDING:
            if self.counts.total >= self.total and not self.counts.waiting:
                update = {"stage": Stage.DONE}
        elif self.stage is Stage.UNPACKING and at - self.changed_at > STALLED_AFTER:
            update = {"stage": Stage.STALLED, "problem": _STALLED_MESSAGE}
        return self.model_copy(update=update)


class ArchiveUpload(Value):
    """How to upload an archive: with one form, or in parts."""

    form: Form | None = None
    parts: UploadParts | None = None


class ImportView(Import):
    """An import as a member sees it; `upload` if its archive is expected from them."""

    upload: ArchiveUpload | None = None


class ImportCard(Value):
    """An import in the list of the caller's imports."""

    id: ImportId
    source: ImportSource
    name: str
    started_at: datetime


class NewImport(Value):
    """An import from a folder of `total` files or from an archive of `size` bytes."""

    source: ImportSource
    name: Title
    structure: Structure = Structure.FLAT
    total: Annotated[int, Field(ge=1, le=MAX_FILES)] = 1
    size: Annotated[int, Field(ge=0, le=MAX_ZIP_SIZE)] = 0
    folders: Annotated[list[Folder], Field(max_length=MAX_FOLDERS)] = []
    channels: Annotated[list[Annotated[ChannelId, ULID]], Field(max_length=5)] = []
    groups: Groups = []
    tags: Tags = []

    @model_validator(mode="after")
    def _check_fields(self) -> Self:
        if (self.source is ImportSource.ZIP) != (self.size > 0):
            raise ValueError("An archive needs a size, and a folder has none.")
        return self


class FolderFile(Value):
    """A file of a folder; `sha256` if it is small enough to be hashed before the upload."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    size: Annotated[int, Field(ge=0, le=2**53)]
    type: MediaType = "application/octet-stream"
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @property
    def fingerprint(self) -> str:
        """Returns a key that is equal for the same file: its hash, or that of its size and name."""
        name = f"{self.size}:{self.path.rpartition('/')[2]}"
        return self.sha256 or f"named:{sha256(name.encode()).hexdigest()}"


class NewFiles(Value):
    """Files of a folder to be uploaded next."""

    files: Annotated[list[FolderFile], Field(min_length=1, max_length=MAX_FILES_PER_REQUEST)]


class FileReport(Value):
    """The outcome of one file. `id` is its item's id, whether or not an item was created."""

    id: ItemId
    path: str
    size: int = 0
    outcome: FileOutcome
    item: ItemId | None = None
    problem: str | None = None


class AnnouncedFile(FileReport):
    """An announced file; `form` or `parts` tell how to upload it, if necessary."""

    form: Form | None = None
    parts: UploadParts | None = None


class AnnouncedFiles(Value):
    """Files in the order in which they were announced."""

    files: list[AnnouncedFile]
