"""An earlier version of an item's words."""

from datetime import datetime
from typing import Self

from sharewell.content.media.model import File, VersionNumber
from sharewell.identity.model import MemberRef
from sharewell.values import Value


class Kept(Value):
    """What a line of an item's history tells of the file that it had."""

    name: str
    type: str
    size: int
    pages: int = 0

    @classmethod
    def of(cls, file: File) -> Self:
        """What there is to tell of a file."""
        return cls(name=file.name, type=file.type, size=file.size, pages=file.pages)


class Version(Value):
    """A line of an item's history; `version` is the last of the item's that said it."""

    version: int
    title: str
    file: Kept | None = None
    by: MemberRef
    at: datetime


class Which(Value):
    """One of an item's versions; the first, unless another is named."""

    version: VersionNumber = 1


class TakenUp(Value):
    """The version whose words are to be said again."""

    version: VersionNumber
