"""Uploads: how the bytes of a file reach the bucket."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from sharewell.content.schemas import Channels, Groups, Tags
from sharewell.core.ids import ItemId
from sharewell.core.values import Form, Markdown, Title, Value

MAX_FILE_SIZE = 5 * 1024**3
"""Bytes of one file (S3 accepts as much in one PUT; parts make it resumable)."""
SINGLE_REQUEST_SIZE = 16 * 1024**2
"""Up to this many bytes a file is sent in one POST, above in parts."""
PART_SIZE = 16 * 1024**2
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
"""As in RFC 6838, ASCII only: it is sent to S3 in a header."""


class NewFile(Value):
    """A file to upload."""

    name: FileName
    size: Annotated[int, Field(ge=0, le=MAX_FILE_SIZE)]
    type: MediaType = "application/octet-stream"


class NewUpload(NewFile):
    """A file to upload and the fields of its new item."""

    title: Title | None = None
    body: Markdown = ""
    channels: Channels = []
    groups: Groups = []
    tags: Tags = []
    written_on: date | None = None


class UploadParts(Value):
    """A file sent in `count` parts of `size` bytes, the last one smaller."""

    size: int
    count: int


class Upload(Value):
    """How to send the bytes: a form, or parts; neither if they have arrived."""

    item: ItemId
    form: Form | None = None
    parts: UploadParts | None = None


class PartNumbers(Value):
    """The parts to request addresses for."""

    numbers: Annotated[
        list[Annotated[int, Field(ge=1, le=10_000)]], Field(min_length=1, max_length=50)
    ]


class PartUrl(Value):
    """The address to PUT one part to."""

    number: int
    url: str


class PartUrls(Value):
    """Addresses to PUT parts to, valid for an hour."""

    parts: list[PartUrl]


class ArrivedPart(Value):
    """A part that has arrived in the bucket."""

    number: int
    size: int


class ArrivedParts(Value):
    """The parts that need not be sent again."""

    parts: list[ArrivedPart]
