"""Earlier versions of an item's content."""

from datetime import datetime
from typing import Self

from sharewell.content.files.model import File, VersionNumber
from sharewell.core.values import Value
from sharewell.identity.model import MemberRef


class VersionFile(Value):
    """What the list of versions shows of a version's file."""

    name: str
    type: str
    size: int
    pages: int = 0

    @classmethod
    def from_file(cls, file: File) -> Self:
        """Returns the listed fields of a file."""
        return cls(name=file.name, type=file.type, size=file.size, pages=file.pages)


class Version(Value):
    """An entry of an item's history; `version` is the last one with its content."""

    version: int
    title: str
    file: VersionFile | None = None
    by: MemberRef
    at: datetime


class VersionQuery(Value):
    """One of an item's versions; the first by default."""

    version: VersionNumber = 1


class VersionRestore(Value):
    """The version whose content to restore."""

    version: VersionNumber
