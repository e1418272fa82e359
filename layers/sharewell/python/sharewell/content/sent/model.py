"""What people send to publish an item, or to change it."""

from datetime import date
from typing import Annotated, Self

from pydantic import AnyHttpUrl, Field, UrlConstraints, model_validator

from sharewell.content.model import Kind
from sharewell.identity.model import GivenMember
from sharewell.ids import ChannelId, DraftId, GroupId, ItemId
from sharewell.values import ULID, Markdown, Tag, Title, Value, line

Channels = Annotated[list[Annotated[ChannelId, ULID]], Field(max_length=7)]
Groups = Annotated[list[Annotated[GroupId, ULID]], Field(max_length=5)]
Tags = Annotated[list[Tag], Field(max_length=10)]
CoAuthors = Annotated[list[GivenMember], Field(max_length=5)]
Link = Annotated[AnyHttpUrl, UrlConstraints(max_length=2_000)]
GivenDraft = Annotated[DraftId, ULID]


class NewCredit(Value):
    """Whom to thank, and what for."""

    member: GivenMember
    what: Annotated[str, line(80)]


Credits = Annotated[list[NewCredit], Field(max_length=10)]


class NewItem(Value):
    """A note (with a body) or a link (with an address) to publish. `draft` is given up with it."""

    kind: Kind
    title: Title
    body: Markdown = ""
    url: Link | None = None
    co_authors: CoAuthors = []
    credits: Credits = []
    channels: Channels = []
    groups: Groups = []
    tags: Tags = []
    written_on: date | None = None
    draft: GivenDraft | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind is Kind.FILE:
            raise ValueError("files come by /api/uploads")
        if (self.kind is Kind.LINK) != (self.url is not None):
            raise ValueError("a link has a url, and nothing else has")
        return self


class ItemChange(Value):
    """What is left out stays. `draft` is given up with it."""

    title: Title | None = None
    body: Markdown | None = None
    url: Link | None = None
    co_authors: CoAuthors | None = None
    credits: Credits | None = None
    channels: Channels | None = None
    groups: Groups | None = None
    tags: Tags | None = None
    draft: GivenDraft | None = None


GivenItem = Annotated[ItemId, ULID]
"""An item's id as it comes from outside, where it may be anything."""


class Refs(Value):
    """Ids of items to show again, as the browser remembers them."""

    id: Annotated[list[GivenItem] | GivenItem, Field(union_mode="left_to_right")] = []
