"""An item: a note, a link or a file, where it stands and who may see it."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import AnyHttpUrl, Field, StringConstraints, UrlConstraints, model_validator

from sharewell.caller import Caller
from sharewell.channels.model import Switch
from sharewell.errors import Conflict, Forbidden, Invalid, Stale
from sharewell.identity.model import GivenMember
from sharewell.ids import ChannelId, DraftId, FileId, GroupId, ItemId, MemberId, minted_at
from sharewell.paging import After
from sharewell.values import ULID, Markdown, Tag, Title, Value, line

UNDO_FOR = timedelta(days=30)
STALLED_AFTER = timedelta(hours=1)

GivenItem = Annotated[ItemId, ULID]
"""An item's id as it comes from outside, where it may be anything."""
GivenDraft = Annotated[DraftId, ULID]
MOST_LINES = 40
"""Lines of one item in lists. For each group that it is for, it has one in each channel, one with
each author and one of the group's own. A write that moves it from 40 places to 40 others, keeps its
former words and looks that 7 channels are there has 91 rows (DynamoDB: 100 actions)."""
MOST_MENTIONED = 50
Channels = Annotated[list[Annotated[ChannelId, ULID]], Field(max_length=7)]
Groups = Annotated[list[Annotated[GroupId, ULID]], Field(max_length=5)]
Tags = Annotated[list[Tag], Field(max_length=10)]
CoAuthors = Annotated[list[GivenMember], Field(max_length=5)]
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


class Credit(MemberRef):
    """Somebody who contributed without writing, and what: "told it in Slack"."""

    what: str


class NewCredit(Value):
    """Whom to thank, and what for."""

    member: GivenMember
    what: Annotated[str, line(80)]


Credits = Annotated[list[NewCredit], Field(max_length=10)]


class File(Value):
    """One of the files of an item. `problem` is a sentence for whoever uploaded it."""

    id: FileId
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

    @property
    def is_here(self) -> bool:
        """Whether its bytes have come and been looked at."""
        return self.state in (State.READY, State.REFUSED)

    def as_of(self, at: datetime, since: datetime) -> Self:
        """The file as it stands at `at`: one that got nowhere for an hour has stalled."""
        if self.state not in _UNDERWAY or at - since <= STALLED_AFTER:
            return self
        return self.model_copy(update={"state": State.STALLED, "problem": _NO_BYTES})


class Coming(File):
    """A file that takes the place of the one that an item has, as soon as it has been read."""

    by: MemberRef
    at: datetime
    """When it was last begun to be sent."""


class Words(Value):
    """What a version of an item says, who wrote it and when; `version` is the last that says it.

    `file` is the one that it had then, unless that had not come yet.
    """

    version: int
    title: str
    body: str = ""
    url: str | None = None
    file: File | None = None
    by: MemberRef
    at: datetime

    def is_said_by(self, other: "Words") -> bool:
        """Whether the other says the same."""
        return _said(self) == _said(other)


def _said(words: Words) -> tuple[str | None, ...]:
    return words.title, words.body, words.url, words.file.id if words.file else None


class PreviewState(StrEnum):
    """How far a look at a page has come."""

    FETCHING = "fetching"
    READY = "ready"
    FAILED = "failed"


class Preview(Value):
    """What the page that a link leads to says of itself, or why that is not known."""

    state: PreviewState
    title: str | None = None
    about: str | None = None
    thumb: str | None = None
    problem: str | None = None
    asked_at: datetime

    def as_of(self, at: datetime) -> Self:
        """The look as it stands at `at`: one that takes too long has failed."""
        if self.state is not PreviewState.FETCHING or at - self.asked_at <= LOOKED_AT_WITHIN:
            return self
        lost = {"state": PreviewState.FAILED, "problem": _NOT_LOOKED_AT}
        return self.model_copy(update=lost)


LOOKED_AT_WITHIN = timedelta(minutes=10)
_NOT_LOOKED_AT = "The page could not be looked at. Try again."


class Verification(Value):
    """Who answers for an item, every how many days, and how that stands.

    Nobody is left in `verifiers` when all of them have gone. Past `review_by` the item is stale;
    other words do not change that, only somebody who says that it still holds.
    """

    verifiers: list[MemberRef]
    interval: int
    verified_at: datetime | None = None
    verified_by: MemberRef | None = None
    review_by: datetime


class Item(Value):
    """A piece of content. Without `groups` the whole organisation sees it.

    `written_by` and `written_at` are of its present words, where they are not the first.
    """

    id: ItemId
    kind: Kind
    title: str
    body: str = ""
    url: str | None = None
    file: File | None = None
    coming: Coming | None = None
    author: MemberRef
    co_authors: list[MemberRef] = []
    credits: list[Credit] = []
    channels: list[ChannelId] = []
    groups: list[GroupId] = []
    tags: list[str] = []
    written_on: date | None = None
    """The day it was written, if that was elsewhere, before it came here."""
    discussion: Switch | None = None
    """What may be said under it; None is what its channels say."""
    created_at: datetime
    changed_at: datetime
    written_by: MemberRef | None = None
    written_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by: MemberRef | None = None
    verification: Verification | None = None
    preview: Preview | None = None
    version: int

    def as_of(self, at: datetime) -> Self:
        """The item as it stands at `at`: what got nowhere for a while is not waited for."""
        file, coming, seen = self.file, self.coming, self.preview
        now = {
            "file": file and file.as_of(at, self.changed_at),
            "coming": coming and coming.as_of(at, coming.at),
            "preview": seen and seen.as_of(at),
        }
        return self.model_copy(update=now)

    @property
    def awaited(self) -> File | None:
        """The file whose bytes are to come, or came last."""
        return self.coming or self.file

    @property
    def thumb(self) -> str | None:
        """The key of its small picture."""
        shown = self.file or self.preview
        return shown.thumb if shown else None

    @property
    def audiences(self) -> list[str]:
        """Who sees it, as lists and search spell it."""
        return [f"group:{group}" for group in self.groups] or ["all"]

    @property
    def authors(self) -> list[MemberId]:
        """Whoever wrote it, the first one first."""
        return list(dict.fromkeys([self.author.id, *(it.id for it in self.co_authors)]))

    @property
    def words(self) -> Words:
        """What it says now."""
        return Words(
            version=self.version,
            title=self.title,
            body=self.body,
            url=self.url,
            file=self.file if self.file and self.file.is_here else None,
            by=self.written_by or self.author,
            at=self.written_at or self.created_at,
        )

    def visible_to(self, who: Caller) -> bool:
        """Whether `who` is in one of its audiences; its authors always are."""
        return who.member in self.authors or bool(set(self.audiences) & set(who.access))

    def may_be_edited_by(self, who: Caller) -> bool:
        """Authors edit their own; curators and administrators what they can see."""
        return who.member in self.authors or who.tends

    def must_be_edited_by(self, who: Caller) -> None:
        """Raise unless `who` may edit it."""
        if not self.may_be_edited_by(who):
            raise Forbidden("only its authors, curators and administrators change an item")

    def must_be_in(self, version: int | None) -> None:
        """Raise when somebody has read another version of it."""
        if version not in (None, self.version):
            raise Stale("somebody else changed this item since you read it")

    def must_be_here(self) -> None:
        """Raise while there is nothing to read yet."""
        if self.file and self.file.state is not State.READY:
            raise Conflict("this file is still on its way, or could not be read")

    def must_fit(self) -> None:
        """Raise when it has more places than one write can move."""
        many = len(self.groups)
        most = (MOST_LINES - many) // max(1, many) - 1
        if len(self.channels) + len(self.authors) - 1 > most:
            said = f"for {many} groups, an item has at most {most} channels and co-authors together"
            raise Invalid(said, field="channels")


class ItemView(Item):
    """An item as one member sees it."""

    may_edit: bool

    @classmethod
    def of(cls, item: Item, who: Caller) -> Self:
        """The item as `who` sees it: what is not there yet is for those who may change it."""
        may_edit = item.may_be_edited_by(who)
        shown = item if may_edit else item.model_copy(update={"coming": None})
        return cls(**shown.model_dump(), may_edit=may_edit)


class Card(Value):
    """An item's line in a list. `thumb` is a key for /api/pictures.

    `verified` says that somebody has verified it; past `review_by` that is stale.
    """

    id: ItemId
    kind: Kind
    title: str
    author: MemberRef
    channels: list[ChannelId] = []
    type: str | None = None
    state: State | None = None
    thumb: str | None = None
    verified: bool = False
    review_by: datetime | None = None


def card_of(item: Item) -> Card:
    """An item's line in a list."""
    file = item.file
    return Card(
        id=item.id,
        kind=item.kind,
        title=item.title,
        author=item.author,
        channels=item.channels,
        type=file.type if file else None,
        state=file.state if file else None,
        thumb=item.thumb,
        verified=bool(item.verification and item.verification.verified_at),
        review_by=item.verification.review_by if item.verification else None,
    )


_MENTION = re.compile(r"\[@[^\]\n]{1,200}\]\(/(people|groups)/([0-9A-HJKMNP-TV-Z]{26})\)")


def mentioned(body: str, kind: str) -> list[str]:
    """The ids of people, or of groups, that a text mentions: links to their pages that say @."""
    found = dict.fromkeys(id for what, id in _MENTION.findall(body) if what == kind)
    return list(found)[:MOST_MENTIONED]


def own_groups(
    groups: list[GroupId], who: Caller, besides: list[GroupId] | None = None
) -> list[GroupId]:
    """The groups once each, if the caller is in all of them (or they are among `besides`)."""
    known = who.groups | set(besides or [])
    if not known.issuperset(groups):
        raise Invalid("you are not in every one of these groups", field="groups")
    return list(dict.fromkeys(groups))


def stalled(card: Card, at: datetime) -> Card:
    """The card as it stands at `at`: a file whose bytes did not come in an hour has stalled."""
    if card.state in _UNDERWAY and at - minted_at(card.id) > STALLED_AFTER:
        return card.model_copy(update={"state": State.STALLED})
    return card


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


class TextPage(Value):
    """The text of one page, slide, sheet or minute of a file."""

    number: int
    text: str
    title: str | None = None
    second: int | None = None


class PageOf(NamedTuple):
    """A page of a file of an item."""

    item: ItemId
    file: FileId
    page: int


class Address(Value):
    """Where a file's bytes can be read for a while."""

    url: str
    name: str
    type: str
    size: int
    expires_at: datetime


VersionNumber = Annotated[int, Field(ge=1, le=999_999)]


class Download(Value):
    """Whether the bytes are to be saved rather than shown, and those of which version."""

    download: bool = False
    version: VersionNumber | None = None


class PagesOf(After):
    """The pages of the file that an item has; who knows its id is answered sooner."""

    file: Annotated[FileId, ULID] | None = None


class Refs(Value):
    """Ids of items to show again, as the browser remembers them."""

    id: Annotated[list[GivenItem] | GivenItem, Field(union_mode="left_to_right")] = []


Key = Annotated[
    str,
    StringConstraints(
        max_length=120, pattern=r"^((thumbs|photos|pictures)/[\w/-]+\.(webp|png|jpg|gif))$"
    ),
]


class PictureKeys(Value):
    """Which pictures; each key came with a list or an item."""

    key: Annotated[list[Key], Field(max_length=50)] | Key = []


class Pictures(Value):
    """Addresses of pictures by key, good for an hour."""

    urls: dict[str, str]
