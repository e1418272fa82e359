"""An item: a note, a link or a file, where it stands and who may see it."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from sharewell.caller import Caller
from sharewell.content.media.model import (
    STALLED_AFTER,
    UNDERWAY,
    Coming,
    File,
    Preview,
    State,
)
from sharewell.errors import Conflict, Forbidden, Invalid, Stale
from sharewell.identity.model import MemberRef
from sharewell.ids import ChannelId, GroupId, ItemId, MemberId, minted_at
from sharewell.values import Switch, Value

ALONE = GroupId("0" * 26)
"""The group that nobody is in: what only a group saw that is gone is for its authors alone."""
UNDO_FOR = timedelta(days=30)
MOST_LINES = 40
"""Lines of one item in lists. For each group that it is for, it has one in each channel, one with
each author and one of the group's own. A write that moves it from 40 places to 40 others, keeps its
former words and looks that 7 channels are there has 91 rows (DynamoDB: 100 actions)."""
MOST_MENTIONED = 50


class Kind(StrEnum):
    """What an item is."""

    NOTE = "note"
    LINK = "link"
    FILE = "file"


class Credit(MemberRef):
    """Somebody who contributed without writing, and what: "told it in Slack"."""

    what: str


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


class DeletedItem(Value):
    """Something deleted that can be restored until a day."""

    item: Card
    deleted_at: datetime
    until: datetime


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


def without(item: Item, group: GroupId) -> Item:
    """An item that a group which is gone sees no more; never one that more people see."""
    left = [it for it in item.groups if it != group]
    return item.model_copy(update={"groups": left or [ALONE], "version": item.version + 1})


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
    if card.state in UNDERWAY and at - minted_at(card.id) > STALLED_AFTER:
        return card.model_copy(update={"state": State.STALLED})
    return card
