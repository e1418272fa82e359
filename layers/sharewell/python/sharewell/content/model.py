"""An item: a note, a link or a file, where it stands and who may see it."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AnyHttpUrl, Field, StringConstraints, UrlConstraints, model_validator

from sharewell.caller import Caller
from sharewell.errors import Forbidden
from sharewell.ids import ChannelId, GroupId, ItemId, MemberId, minted_at
from sharewell.values import ULID, Markdown, Tag, Title, Value

UNDO_FOR = timedelta(days=30)
STALLED_AFTER = timedelta(hours=1)

GivenItem = Annotated[ItemId, ULID]
"""An item's id as it comes from outside, where it may be anything."""
# An item has a line in each channel for each group, one for each group with its author and one of
# the group's own: with 7 and 5 that is 45. To move it from 45 places to 45 others, and look that 7
# channels are there, is a write of 98 rows (DynamoDB: TransactWriteItems, 100 actions).
Channels = Annotated[list[Annotated[ChannelId, ULID]], Field(max_length=7)]
Groups = Annotated[list[Annotated[GroupId, ULID]], Field(max_length=5)]
Tags = Annotated[list[Tag], Field(max_length=10)]
Link = Annotated[AnyHttpUrl, UrlConstraints(max_length=2_000)]


class Kind(StrEnum):
    """What an item is."""

    NOTE = "note"
    LINK = "link"
    FILE = "file"


class State(StrEnum):
    """Where a file is on its way from a desk to being read."""

    UPLOADING = "uploading"
    STALLED = "stalled"
    PROCESSING = "processing"
    READY = "ready"
    REFUSED = "refused"


_NO_BYTES = "Its bytes did not arrive, or reading them did not end. Try again."
_UNDERWAY = (State.UPLOADING, State.PROCESSING)


class MemberRef(Value):
    """Somebody, by id and the name they had."""

    id: MemberId
    name: str


class File(Value):
    """The file of an item. `problem` is a sentence for whoever uploaded it."""

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


class Item(Value):
    """A piece of content. Without `groups` the whole organisation sees it."""

    id: ItemId
    kind: Kind
    title: str
    body: str = ""
    url: str | None = None
    file: File | None = None
    author: MemberRef
    channels: list[ChannelId] = []
    groups: list[GroupId] = []
    tags: list[str] = []
    written_on: date | None = None
    """The day it was written, if that was elsewhere, before it came here."""
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None
    version: int

    def as_of(self, at: datetime) -> Self:
        """The item as it stands at `at`: a file that got nowhere for an hour has stalled."""
        file = self.file
        if not file or file.state not in _UNDERWAY or at - self.changed_at <= STALLED_AFTER:
            return self
        return self.model_copy(
            update={"file": file.model_copy(update={"state": State.STALLED, "problem": _NO_BYTES})}
        )

    @property
    def audiences(self) -> list[str]:
        """Who sees it, as lists and search spell it."""
        return [f"group:{group}" for group in self.groups] or ["all"]

    def visible_to(self, who: Caller) -> bool:
        """Whether `who` is in one of its audiences; its author always is."""
        return who.member == self.author.id or bool(set(self.audiences) & set(who.access))

    def may_be_edited_by(self, who: Caller) -> bool:
        """Authors edit their own; curators and administrators what they can see."""
        return who.member == self.author.id or who.tends

    def must_be_edited_by(self, who: Caller) -> None:
        """Raise unless `who` may edit it."""
        if not self.may_be_edited_by(who):
            raise Forbidden("only its author, curators and administrators change an item")


class ItemView(Item):
    """An item as one member sees it."""

    may_edit: bool


class Card(Value):
    """An item's line in a list. `thumb` is a key for /api/pictures."""

    id: ItemId
    kind: Kind
    title: str
    author: MemberRef
    channels: list[ChannelId] = []
    type: str | None = None
    state: State | None = None
    thumb: str | None = None


def stalled(card: Card, at: datetime) -> Card:
    """The card as it stands at `at`: a file whose bytes did not come in an hour has stalled."""
    if card.state in _UNDERWAY and at - minted_at(card.id) > STALLED_AFTER:
        return card.model_copy(update={"state": State.STALLED})
    return card


class NewItem(Value):
    """A note (with a body) or a link (with an address) to publish."""

    kind: Kind
    title: Title
    body: Markdown = ""
    url: Link | None = None
    channels: Channels = []
    groups: Groups = []
    tags: Tags = []
    written_on: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind is Kind.FILE:
            raise ValueError("files come by /api/uploads")
        if (self.kind is Kind.LINK) != (self.url is not None):
            raise ValueError("a link has a url, and nothing else has")
        return self


class ItemChange(Value):
    """What is left out stays."""

    title: Title | None = None
    body: Markdown | None = None
    url: Link | None = None
    channels: Channels | None = None
    groups: Groups | None = None
    tags: Tags | None = None


class TextPage(Value):
    """The text of one page, slide, sheet or minute of a file."""

    number: int
    text: str
    title: str | None = None
    second: int | None = None


class Address(Value):
    """Where a file's bytes can be read for a while."""

    url: str
    name: str
    type: str
    size: int
    expires_at: datetime


class Download(Value):
    """Whether the bytes are to be saved rather than shown."""

    download: bool = False


class Refs(Value):
    """Ids of items to show again, as the browser remembers them."""

    id: Annotated[list[GivenItem] | GivenItem, Field(union_mode="left_to_right")] = []


Key = Annotated[str, StringConstraints(max_length=120, pattern=r"^(thumbs|photos)/[\w/-]+\.webp$")]


class PictureKeys(Value):
    """Which pictures; each key came with a list or an item."""

    key: Annotated[list[Key], Field(max_length=50)] | Key = []


class Pictures(Value):
    """Addresses of pictures by key, good for an hour."""

    urls: dict[str, str]
