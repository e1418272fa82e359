"""An item: a note, a link or a file, with its channels and audience."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from sharewell.content.files.model import (
    IN_PROGRESS,
    STALLED_AFTER,
    File,
    FileState,
    PendingFile,
    Preview,
)
from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, Forbidden, Invalid, VersionConflict
from sharewell.core.ids import ChannelId, GroupId, ItemId, MemberId, ulid_time
from sharewell.core.values import DiscussionMode, Value
from sharewell.identity.model import MemberRef

AUTHORS_ONLY = GroupId("0" * 26)
"""A group without members: the audience of items whose only group was purged."""
RESTORABLE_FOR = timedelta(days=30)
MAX_LIST_ENTRIES = 40
"""List entries of one item. For each group that it is shared with, it has one per channel, one per
author and one in the group's own list. A transaction that replaces 40 entries by 40 others, stores
the former version and checks 7 channels has 91 operations (DynamoDB: 100)."""
MAX_MENTIONS = 50


class Kind(StrEnum):
    """The kinds of items."""

    NOTE = "note"
    LINK = "link"
    FILE = "file"


class Credit(MemberRef):
    """A member who contributed without writing, and what: "explained it in Slack"."""

    what: str


class ItemContent(Value):
    """The content of an item in a version, its writer and time.

    `version` is the last version with this content. `file` is None if it had not arrived yet.
    """

    version: int
    title: str
    body: str = ""
    url: str | None = None
    file: File | None = None
    by: MemberRef
    at: datetime

    def same_content(self, other: "ItemContent") -> bool:
        """Returns whether `other` has the same title, body, address and file."""
        return _compared_fields(self) == _compared_fields(other)


def _compared_fields(content: ItemContent) -> tuple[str | None, ...]:
    file = content.file.id if content.file else None
    return content.title, content.body, content.url, file


class Verification(Value):
    """The verifiers of an item, the interval in days, and the last verification.

    `verifiers` is empty once all of them were deactivated. After `review_by` the item is stale;
    editing it does not change that, only verifying it does.
    """

    verifiers: list[MemberRef]
    interval: int
    verified_at: datetime | None = None
    verified_by: MemberRef | None = None
    review_by: datetime


class Item(Value):
    """A piece of content. Without `groups` the whole organisation sees it.

    `written_by` and `written_at` describe the current content, if it is not the first.
    """

    id: ItemId
    kind: Kind
    title: str
    body: str = ""
    url: str | None = None
    file: File | None = None
    pending_file: PendingFile | None = None
    author: MemberRef
    co_authors: list[MemberRef] = []
    credits: list[Credit] = []
    channels: list[ChannelId] = []
    groups: list[GroupId] = []
    tags: list[str] = []
    written_on: date | None = None
    """The day it was written, if that was elsewhere, before it was published here."""
    discussion: DiscussionMode | None = None
    """Its discussion mode; None inherits that of its channels."""
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
        """Returns the item with stalled uploads and expired link previews marked as of `at`."""
        file, pending, preview = self.file, self.pending_file, self.preview
        changes = {
            "file": file and file.as_of(at, self.changed_at),
            "pending_file": pending and pending.as_of(at, pending.at),
            "preview": preview and preview.as_of(at),
        }
        return self.model_copy(update=changes)

    @property
    def expected_file(self) -> File | None:
        """The pending file, if there is one, otherwise the current file."""
        return self.pending_file or self.file

    @property
    def thumb(self) -> str | None:
        """The key of its thumbnail."""
        shown = self.file or self.preview
        return shown.thumb if shown else None

    @property
    def audiences(self) -> list[str]:
        """Its audience as keys for lists and search: `all`, or `group:<id>` for each group."""
        return [f"group:{group}" for group in self.groups] or ["all"]

    @property
    def authors(self) -> list[MemberId]:
        """The ids of its author and co-authors, the author first."""
        return list(dict.fromkeys([self.author.id, *(it.id for it in self.co_authors)]))

    @property
    def content(self) -> ItemContent:
        """Its current content."""
        return ItemContent(
            version=self.version,
            title=self.title,
            body=self.body,
            url=self.url,
            file=self.file if self.file and self.file.has_arrived else None,
            by=self.written_by or self.author,
            at=self.written_at or self.created_at,
        )

    def visible_to(self, who: Caller) -> bool:
        """Returns whether `who` is in its audience; its authors always are."""
        return who.member in self.authors or bool(set(self.audiences) & set(who.audience_keys))

    def is_editable_by(self, who: Caller) -> bool:
        """Returns whether `who` is an author, a curator or an administrator."""
        return who.member in self.authors or who.is_curator

    def require_editable_by(self, who: Caller) -> None:
        """Raises `Forbidden` unless `who` may edit it."""
        if not self.is_editable_by(who):
            raise Forbidden("Only its authors, curators and administrators can change an item.")

    def require_version(self, version: int | None) -> None:
        """Raises `VersionConflict` unless `version` is the current one or None."""
        if version not in (None, self.version):
            raise VersionConflict("This item was changed by someone else. Reload it and try again.")

    def require_readable(self) -> None:
        """Raises `Conflict` unless its file, if any, is ready."""
        if self.file and self.file.state is not FileState.READY:
            raise Conflict("This file is still being processed, or could not be processed.")

    def require_within_limits(self) -> None:
        """Raises `Invalid` if it has more list entries than one transaction can replace."""
        many = len(self.groups)
        most = (MAX_LIST_ENTRIES - many) // max(1, many) - 1
        if len(self.channels) + len(self.authors) - 1 > most:
            limit = f"An item shared with {many} groups can have at most {most} channels"
            raise Invalid(f"{limit} and co-authors together.", field="channels")


class ItemView(Item):
    """An item as one member sees it."""

    may_edit: bool

    @classmethod
    def of(cls, item: Item, who: Caller) -> Self:
        """Returns the item as `who` sees it; only those who may edit it see a pending file."""
        may_edit = item.is_editable_by(who)
        shown = item if may_edit else item.model_copy(update={"pending_file": None})
        return cls(**shown.model_dump(), may_edit=may_edit)


class Card(Value):
    """What a list shows of an item. `thumb` is a key for /api/pictures.

    `verified` is true once it was verified; after `review_by` the verification is stale.
    """

    id: ItemId
    kind: Kind
    title: str
    author: MemberRef
    channels: list[ChannelId] = []
    type: str | None = None
    state: FileState | None = None
    thumb: str | None = None
    verified: bool = False
    review_by: datetime | None = None


class DeletedItem(Value):
    """A deleted item that can be restored until `restorable_until`."""

    item: Card
    deleted_at: datetime
    restorable_until: datetime


def card_of(item: Item) -> Card:
    """Returns the card of an item."""
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


def mentioned_ids(body: str, kind: str) -> list[str]:
    """Returns up to `MAX_MENTIONS` ids of people or groups that a text mentions (`[@…](/…)`)."""
    found = dict.fromkeys(id for what, id in _MENTION.findall(body) if what == kind)
    return list(found)[:MAX_MENTIONS]


def without_group(item: Item, group: GroupId) -> Item:
    """Returns the item without `group`; for its authors only, if that was its last group."""
    left = [it for it in item.groups if it != group]
    return item.model_copy(update={"groups": left or [AUTHORS_ONLY], "version": item.version + 1})


def require_own_groups(
    groups: list[GroupId], who: Caller, besides: list[GroupId] | None = None
) -> list[GroupId]:
    """Returns the groups without duplicates.

    Raises: Invalid if the caller is not in one of them and it is not among `besides`.
    """
    known = who.groups | set(besides or [])
    if not known.issuperset(groups):
        raise Invalid("You are not a member of all these groups.", field="groups")
    return list(dict.fromkeys(groups))


def as_of(card: Card, at: datetime) -> Card:
    """Returns the card with the state of a file not processed within an hour as stalled."""
    if card.state in IN_PROGRESS and at - ulid_time(card.id) > STALLED_AFTER:
        return card.model_copy(update={"state": FileState.STALLED})
    return card
