"""Request bodies and queries for publishing and changing items."""

from datetime import date
from typing import Annotated, Self

from pydantic import AnyHttpUrl, Field, UrlConstraints, model_validator

from sharewell.content.model import Kind
from sharewell.core.ids import ChannelId, DraftId, GroupId, ItemId
from sharewell.core.values import ULID, Markdown, Tag, Title, Value, single_line
from sharewell.identity.model import MemberIdField

Channels = Annotated[list[Annotated[ChannelId, ULID]], Field(max_length=7)]
Groups = Annotated[list[Annotated[GroupId, ULID]], Field(max_length=5)]
Tags = Annotated[list[Tag], Field(max_length=10)]
CoAuthors = Annotated[list[MemberIdField], Field(max_length=5)]
Link = Annotated[AnyHttpUrl, UrlConstraints(max_length=2_000)]
DraftIdField = Annotated[DraftId, ULID]


class NewCredit(Value):
    """A member to credit, and what for."""

    member: MemberIdField
    what: Annotated[str, single_line(80)]


Credits = Annotated[list[NewCredit], Field(max_length=10)]


class NewItem(Value):
    """A note (with a body) or a link (with an address) to publish. Discards `draft` with it."""

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
    draft: DraftIdField | None = None

    @model_validator(mode="after")
    def _check_fields(self) -> Self:
        if self.kind is Kind.FILE:
            raise ValueError("Files are published with /api/uploads.")
        if (self.kind is Kind.LINK) != (self.url is not None):
            raise ValueError("A link needs a url, and only a link has one.")
        return self


class ItemChange(Value):
    """A partial update: omitted fields stay unchanged. Discards `draft` with it."""

    title: Title | None = None
    body: Markdown | None = None
    url: Link | None = None
    co_authors: CoAuthors | None = None
    credits: Credits | None = None
    channels: Channels | None = None
    groups: Groups | None = None
    tags: Tags | None = None
    draft: DraftIdField | None = None


ItemIdField = Annotated[ItemId, ULID]
"""An item's id in a request, validated as a ULID."""


class ItemsQuery(Value):
    """Ids of items to show again, as the browser remembers them."""

    id: Annotated[list[ItemIdField] | ItemIdField, Field(union_mode="left_to_right")] = []
