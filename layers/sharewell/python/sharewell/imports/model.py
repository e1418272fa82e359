"""An import: what was announced or unpacked, and what became of each file."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.caller import Caller
from sharewell.content.sent.model import Groups, Tags
from sharewell.content.uploads.model import MediaType, Parts
from sharewell.errors import Conflict, Missing
from sharewell.identity.model import MemberRef
from sharewell.ids import ChannelId, GroupId, ImportId, ItemId
from sharewell.values import ULID, Form, Name, Title, Value

KEPT_FOR = timedelta(days=90)
"""How long a report can be read; what was imported stays."""
STALLED_AFTER = timedelta(hours=1)
MOST_FILES = 2_000
MOST_FOLDERS = 30
"""Top folders that become channels."""
MOST_AT_ONCE = 16
"""Files announced in one request: each is a write of its own, side by side."""
LARGEST_ZIP = 1_000_000_000
"""Bytes: the archive and some of its files lie on a function's disk (AWS: 10 GB)."""


class Way(StrEnum):
    """How files come: one by one from a folder, or all in one archive."""

    FOLDER = "folder"
    ZIP = "zip"


class Structure(StrEnum):
    """What becomes of folders."""

    CHANNELS = "channels"
    TAGS = "tags"
    FLAT = "flat"


class Stage(StrEnum):
    """How far an import is."""

    SENDING = "sending"
    UNPACKING = "unpacking"
    STALLED = "stalled"
    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"


class Became(StrEnum):
    """What became of a file."""

    WAITING = "waiting"
    HERE = "here"
    KEPT = "kept"
    SKIPPED = "skipped"
    REFUSED = "refused"


_NOTHING_HAPPENS = "Nothing has happened for an hour. Try again: what is here already stays."


class Folder(Value):
    """A top folder, and the channel that it becomes."""

    name: Name
    channel: Annotated[ChannelId, ULID]


class Counts(Value):
    """Files by what became of them."""

    waiting: int = 0
    here: int = 0
    kept: int = 0
    skipped: int = 0
    refused: int = 0

    @property
    def known(self) -> int:
        """All of them."""
        return self.waiting + self.here + self.kept + self.skipped + self.refused


class Import(Value):
    """Many files that somebody brings at once. `total` is 0 until it is known."""

    id: ImportId
    way: Way
    name: str
    by: MemberRef
    structure: Structure
    folders: list[Folder] = []
    channels: list[ChannelId] = []
    groups: list[GroupId] = []
    tags: list[str] = []
    flavour: str | None = None
    size: int = 0
    total: int = 0
    counts: Counts = Counts()
    stage: Stage
    problem: str | None = None
    begun_at: datetime
    changed_at: datetime

    def must_be_seen_by(self, who: Caller) -> None:
        """Raise unless `who` made it, or administers the organisation and is where it goes."""
        is_there = not self.groups or not who.groups.isdisjoint(self.groups)
        if who.member != self.by.id and not (who.role == "admin" and is_there):
            raise Missing("there is no such import")

    def must_go_on_for(self, who: Caller) -> None:
        """Raise unless `who` made it and it has not come to an end."""
        if who.member != self.by.id:
            raise Missing("there is no such import of yours")
        if self.stage in (Stage.DONE, Stage.REFUSED, Stage.STOPPED):
            raise Conflict("this import has come to its end")

    def as_of(self, at: datetime) -> Self:
        """As it stands at `at`: a folder is done when all is here, an archive may have stalled."""
        update: dict[str, object] = {}
        if self.way is Way.FOLDER and self.stage is Stage.SENDING:
            if self.counts.known >= self.total and not self.counts.waiting:
                update = {"stage": Stage.DONE}
        elif self.stage is Stage.UNPACKING and at - self.changed_at > STALLED_AFTER:
            update = {"stage": Stage.STALLED, "problem": _NOTHING_HAPPENS}
        return self.model_copy(update=update)


class ToSend(Value):
    """How to send the bytes of an archive: one form, or parts."""

    form: Form | None = None
    parts: Parts | None = None


class ImportView(Import):
    """An import as one member sees it; `send` when its archive is awaited from them."""

    send: ToSend | None = None


class ImportCard(Value):
    """A line in the list of one's imports."""

    id: ImportId
    way: Way
    name: str
    begun_at: datetime


class NewImport(Value):
    """A folder of `total` files, or an archive of `size` bytes, that somebody is about to send."""

    way: Way
    name: Title
    structure: Structure = Structure.FLAT
    total: Annotated[int, Field(ge=1, le=MOST_FILES)] = 1
    size: Annotated[int, Field(ge=0, le=LARGEST_ZIP)] = 0
    folders: Annotated[list[Folder], Field(max_length=MOST_FOLDERS)] = []
    channels: Annotated[list[Annotated[ChannelId, ULID]], Field(max_length=5)] = []
    groups: Groups = []
    tags: Tags = []

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.way is Way.ZIP) != (self.size > 0):
            raise ValueError("an archive has a size, and nothing else has")
        return self


class Found(Value):
    """A file of a folder; `sha256` where it is small enough to be known before it is sent."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    size: Annotated[int, Field(ge=0, le=2**53)]
    type: MediaType = "application/octet-stream"
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @property
    def mark(self) -> str:
        """By what the same file is known again."""
        named = f"{self.size}:{self.path.rpartition('/')[2]}"
        return self.sha256 or f"named:{sha256(named.encode()).hexdigest()}"


class NewFiles(Value):
    """Some files of a folder, to be sent next."""

    files: Annotated[list[Found], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Line(Value):
    """What became of one file. `id` is its item's, whether it came to be one or not."""

    id: ItemId
    path: str
    size: int = 0
    became: Became
    item: ItemId | None = None
    problem: str | None = None


class Announced(Line):
    """A file that was announced; `form` or `parts` say how to send it, if it has to be sent."""

    form: Form | None = None
    parts: Parts | None = None


class AnnouncedFiles(Value):
    """Files in the order in which they were announced."""

    files: list[Announced]
