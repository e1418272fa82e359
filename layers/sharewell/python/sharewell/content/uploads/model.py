"""An upload: how the bytes of a file come to the bucket."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from sharewell.content.sent.model import Channels, Groups, Tags
from sharewell.ids import ItemId
from sharewell.values import Form, Markdown, Title, Value

LARGEST = 5 * 1024**3
"""Bytes of one file (S3 takes as much in one PUT; parts make it resumable)."""
ONE_GO = 16 * 1024**2
"""Up to here a file is sent in one POST, above in parts."""
PART = 16 * 1024**2
"""Bytes of one part: 5 GiB are 320 parts."""

FileName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f/\\]+$"),
]
MediaType = Annotated[
    str,
    StringConstraints(
        max_length=127, pattern=r"^[A-Za-z0-9_.+-]+/[A-Za-z0-9_.+-]+(; ?[A-Za-z0-9_.+=-]+)*$"
    ),
]
"""As RFC 6838 has it, in ASCII: S3 gets it in a header."""


class NewFile(Value):
    """A file that somebody is about to send."""

    name: FileName
    size: Annotated[int, Field(ge=0, le=LARGEST)]
    type: MediaType = "application/octet-stream"


class NewUpload(NewFile):
    """The same, and what its item is to say."""

    title: Title | None = None
    body: Markdown = ""
    channels: Channels = []
    groups: Groups = []
    tags: Tags = []
    written_on: date | None = None


class Parts(Value):
    """A file sent in parts of `size` bytes, the last one smaller."""

    size: int
    count: int


class Upload(Value):
    """How to send the bytes: one form, or parts; neither when they are here."""

    item: ItemId
    form: Form | None = None
    parts: Parts | None = None


class PartNumbers(Value):
    """Which parts to send next."""

    numbers: Annotated[
        list[Annotated[int, Field(ge=1, le=10_000)]], Field(min_length=1, max_length=50)
    ]


class PartAddress(Value):
    """Where one part is PUT."""

    number: int
    url: str


class PartAddresses(Value):
    """Where parts are PUT, for an hour."""

    parts: list[PartAddress]


class Arrived(Value):
    """A part that is in the bucket."""

    number: int
    size: int


class ArrivedParts(Value):
    """What need not be sent again."""

    parts: list[Arrived]
