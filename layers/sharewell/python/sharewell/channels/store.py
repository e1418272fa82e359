"""Stores channels, their followers and the directory.

    read                                 key
    ----------------------------------   ----------------------------------------------
    a channel                            CHANNEL#<org>#<channel> / CHANNEL
    its gate: whether it is open, and    CHANNEL#<org>#<channel> / GATE
      the groups that shared there
    its followers                        CHANNEL#<org>#<channel> / FOLLOWER#<member>
    all channels, by name                CHANNELS#<org> / <folded name>
    a channel by a former name           FORMER_NAMES#<org> / <folded name>
    the channels that a member curates   MEMBER#<org>#<member> / CURATES#<channel>

The folded name is the directory's natural key, so no two channels have the same one. A merged
channel leaves the directory: its name becomes a former name of the target.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.update import Action

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, RowPage, Transaction
from sharewell.channels.model import Channel, ChannelName
from sharewell.core.errors import NotFound, VersionConflict
from sharewell.core.events import Event, OutboxMessage
from sharewell.core.ids import ChannelId, MemberId, OrganisationId
from sharewell.core.values import truncate

_NAME_TAKEN = "A channel with this name already exists."


class ChannelRow(Row):
    """A channel. Counting followers and moved items does not increment the version."""

    key = KeyShape("CHANNEL#<org>#<channel> / CHANNEL", parent=Parent.CHANNEL)

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    about = UnicodeAttribute()
    discussion = UnicodeAttribute(default="open")
    opened_by = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    curators = JSONAttribute(default=list)
    pinned: ListAttribute[str] = ListAttribute(default=list)
    former_names: ListAttribute[str] = ListAttribute(default=list)
    followers = NumberAttribute(default=0)
    archived_at = UTCDateTimeAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    is_merging = BooleanAttribute(default=False)
    moved_items = NumberAttribute(default=0)
    version = NumberAttribute(default=1)


class FollowerRow(Row):
    """Marks that a member follows a channel."""

    key = KeyShape("CHANNEL#<org>#<channel> / FOLLOWER#<member>", parent=Parent.CHANNEL)


class CuratedChannelRow(Row):
    """Marks that a member curates a channel."""

    key = KeyShape("MEMBER#<org>#<member> / CURATES#<channel>", parent=Parent.MEMBER)


class DirectoryRow(Row):
    """A channel's entry in the directory, by its name or a former name."""

    by_name = KeyShape("CHANNELS#<org> / <name:text>")
    by_former_name = KeyShape("FORMER_NAMES#<org> / <name:text>")

    id = UnicodeAttribute(attr_name="i")
    name = UnicodeAttribute(attr_name="n")
    about = UnicodeAttribute(attr_name="a", default="")
    archived = BooleanAttribute(attr_name="z", null=True)


MAX_ABOUT_LENGTH = 140
MAX_FOLDED_LENGTH = 250
"""Characters; folding turns one into up to 18, and a key has at most 1,024 bytes."""


def folded_name(name: str) -> str:
    """Returns a name for comparison: without case, accents and repeated spaces.

    A name of nothing else is returned unchanged.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return " ".join(words)[:MAX_FOLDED_LENGTH] or name


def channel_key(organisation: OrganisationId, channel: ChannelId) -> tuple[str, str]:
    """Returns the key of a channel's row; its other rows are in the same partition."""
    return ChannelRow.key(organisation, channel)


class ChannelStore:
    """Reads and writes channels, their followers and the directory."""

    def get(
        self, organisation: OrganisationId, id: ChannelId, *, consistent: bool = False
    ) -> Channel | None:
        """Returns a channel, or None."""
        row = table.get(ChannelRow, *channel_key(organisation, id), consistent=consistent)
        return Channel(**row.fields()) if row else None

    def get_many(
        self, organisation: OrganisationId, ids: Sequence[ChannelId], *, consistent: bool = False
    ) -> list[Channel]:
        """Returns the existing ones of `ids`, unordered, with one call per hundred."""
        keys = [channel_key(organisation, id) for id in ids]
        rows = table.get_many(ChannelRow, keys, consistent=consistent)
        return [Channel(**row.fields()) for row in rows]

    def list_directory(
        self, organisation: OrganisationId, after: str | None, limit: int
    ) -> RowPage[DirectoryRow]:
        """Returns a page of the directory, by name."""
        return table.query_page(
            DirectoryRow, DirectoryRow.by_name.pk(organisation), after=after, limit=limit
        )

    def find_by_name(self, organisation: OrganisationId, name: str) -> ChannelName | None:
        """Returns the channel that has the name, or else the one that had it."""
        places = [it.pk(organisation) for it in (DirectoryRow.by_name, DirectoryRow.by_former_name)]
        fold = folded_name(name)
        if not fold:
            return None
        found = table.get_many(DirectoryRow, [(place, fold) for place in places])
        for row in sorted(found, key=lambda row: places.index(row.pk)):
            return ChannelName(id=ChannelId(row.id), name=row.name)
        return None

    def require_same_mode(
        self, tx: Transaction, organisation: OrganisationId, channel: Channel
    ) -> None:
        """Adds a condition check: the discussion mode is as it was read."""
        holds = ChannelRow.discussion == channel.discussion.value
        refusal = VersionConflict("This channel was changed by someone else. Try again.")
        tx.check(ChannelRow, *channel_key(organisation, channel.id), holds, refusal)

    def list_curated_by(
        self, organisation: OrganisationId, member: MemberId, after: str | None
    ) -> tuple[list[ChannelId], str | None]:
        """Returns a page of the channels that a member curates, and the next cursor."""
        pk, begins = CuratedChannelRow.key.pk(organisation, member), CuratedChannelRow.key.begins()
        rows = table.query_page(
            CuratedChannelRow, pk, KeyRange(prefix=begins), after=after, consistent=True
        )
        return [ChannelId(row.key_value("channel")) for row in rows.items], rows.next

    def add(
        self, organisation: OrganisationId, channel: Channel, tx: Transaction, event: Event
    ) -> None:
        """Adds a new channel. Raises `Conflict` if its name is taken."""
        fields: dict[str, Any] = channel.model_dump() | _channel_fields(channel)
        row = ChannelRow(*channel_key(organisation, channel.id), **fields)
        tx.add(row, event)
        tx.add(directory_row(organisation, channel), conflict=_NAME_TAKEN)
        for it in channel.curators:
            tx.put(_curated_row(organisation, it.id, channel.id))

    def update(
        self,
        organisation: OrganisationId,
        old: Channel,
        new: Channel,
        tx: Transaction,
        *events: OutboxMessage,
    ) -> None:
        """Writes a changed channel, its directory entry and its curators.

        Raises: VersionConflict if it changed since `old` was read, Conflict if the name is taken.
        """
        tx.update(
            ChannelRow(*channel_key(organisation, new.id)),
            [*_shown_fields(new), ChannelRow.version.set(old.version + 1)],
            *events,
            only_if=ChannelRow.version == old.version,
        )
        before, after = ({it.id for it in of.curators} for of in (old, new))
        for member in before - after:
            tx.delete(_curated_row(organisation, member, new.id))
        for member in after - before:
            tx.put(_curated_row(organisation, member, new.id))
        if _directory_fields(old) == _directory_fields(new):
            return
        if folded_name(old.name) != folded_name(new.name):
            tx.delete(directory_key(organisation, old.name))
            tx.add(directory_row(organisation, new), conflict=_NAME_TAKEN)
            tx.put(former_name_row(organisation, old.name, new.id))
        else:
            tx.put(directory_row(organisation, new))

    def merge(
        self,
        organisation: OrganisationId,
        source: Channel,
        tx: Transaction,
        *messages: OutboxMessage,
    ) -> None:
        """Removes a channel from the directory; its name becomes a former name of the target.

        Raises: VersionConflict if it changed since it was read.
        """
        if source.merged_into is None or source.archived_at is None:
            raise ValueError("The channel is not merged.")
        tx.update(
            ChannelRow(*channel_key(organisation, source.id)),
            [
                ChannelRow.archived_at.set(source.archived_at),
                ChannelRow.merged_into.set(source.merged_into),
                ChannelRow.is_merging.set(True),
                ChannelRow.pinned.set([]),
                ChannelRow.version.set(source.version + 1),
            ],
            *messages,
            only_if=ChannelRow.version == source.version,
        )
        tx.delete(directory_key(organisation, source.name))
        tx.put(former_name_row(organisation, source.name, source.merged_into))

    def count_moved(self, organisation: OrganisationId, id: ChannelId, tx: Transaction) -> None:
        """Counts one more item that a merge has moved."""
        row = ChannelRow(*channel_key(organisation, id))
        tx.update(row, [ChannelRow.moved_items.add(1)], only_if=ChannelRow.pk.exists())

    def finish_merge(self, organisation: OrganisationId, id: ChannelId, tx: Transaction) -> None:
        """Marks the merge of a channel as finished."""
        row = ChannelRow(*channel_key(organisation, id))
        tx.update(row, [ChannelRow.is_merging.set(False)], only_if=ChannelRow.pk.exists())

    def list_followers(
        self, organisation: OrganisationId, id: ChannelId, limit: int
    ) -> list[MemberId]:
        """Returns the first followers of a channel, with a strongly consistent read."""
        pk, _ = channel_key(organisation, id)
        first = KeyRange(prefix="FOLLOWER#")
        rows = table.query(FollowerRow, pk, first, limit=limit, consistent=True)
        return [MemberId(row.sk.removeprefix("FOLLOWER#")) for row in rows]

    def add_first_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, tx: Transaction
    ) -> None:
        """Adds the first follower of a channel that the same transaction creates."""
        tx.add(FollowerRow(*FollowerRow.key(organisation, id, member)))

    def add_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, tx: Transaction
    ) -> None:
        """Adds a follower and counts it.

        Raises: Conflict if `member` is one already, NotFound if the channel is missing or merged.
        """
        follower = FollowerRow(*FollowerRow.key(organisation, id, member))
        tx.add(follower, conflict="You already follow this channel.")
        tx.update(
            ChannelRow(*channel_key(organisation, id)),
            [ChannelRow.followers.add(1)],
            only_if=ChannelRow.pk.exists() & ChannelRow.merged_into.does_not_exist(),
            error=NotFound("This channel does not exist or was merged into another channel."),
        )

    def remove_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, tx: Transaction
    ) -> None:
        """Removes a follower and discounts it. Raises `VersionConflict` if it is none."""
        follower = FollowerRow(*FollowerRow.key(organisation, id, member))
        tx.delete(follower, only_if=FollowerRow.pk.exists())
        tx.update(ChannelRow(*channel_key(organisation, id)), [ChannelRow.followers.add(-1)])


def _curated_row(
    organisation: OrganisationId, member: MemberId, id: ChannelId
) -> CuratedChannelRow:
    return CuratedChannelRow(*CuratedChannelRow.key(organisation, member, id))


def directory_row(organisation: OrganisationId, channel: Channel) -> DirectoryRow:
    """Returns a channel's directory entry."""
    id, name, about, archived = _directory_fields(channel)
    row = directory_key(organisation, channel.name)
    row.id, row.name, row.about, row.archived = id, name, about, archived or None
    return row


def directory_key(organisation: OrganisationId, name: str) -> DirectoryRow:
    """Returns a row with the key of a name's directory entry."""
    return DirectoryRow(*DirectoryRow.by_name(organisation, folded_name(name)))


def former_name_row(organisation: OrganisationId, name: str, id: ChannelId) -> DirectoryRow:
    """Returns the entry that resolves a former name until another channel takes it."""
    return DirectoryRow(
        *DirectoryRow.by_former_name(organisation, folded_name(name)), id=id, name=name
    )


def _directory_fields(channel: Channel) -> tuple[ChannelId, str, str, bool]:
    return (
        channel.id,
        channel.name,
        truncate(channel.about, MAX_ABOUT_LENGTH),
        channel.archived_at is not None,
    )


def _channel_fields(channel: Channel) -> dict[str, Any]:
    return {
        "curators": [it.model_dump() for it in channel.curators],
        "discussion": channel.discussion.value,
    }


def _shown_fields(channel: Channel) -> list[Action]:
    """Returns update actions for all fields that members can change."""
    plain = _channel_fields(channel)
    at = channel.archived_at
    return [
        ChannelRow.name.set(channel.name),
        ChannelRow.about.set(channel.about),
        ChannelRow.discussion.set(plain["discussion"]),
        ChannelRow.curators.set(plain["curators"]),
        ChannelRow.pinned.set(list(channel.pinned)),
        ChannelRow.former_names.set(list(channel.former_names)),
        ChannelRow.archived_at.set(at) if at else ChannelRow.archived_at.remove(),
    ]
