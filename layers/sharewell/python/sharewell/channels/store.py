"""Channels, as rows.

    read                                 key
    ----------------------------------   ----------------------------------------------
    a channel                            CHANNEL#<org>#<channel> / CHANNEL
    whether it takes something new, and  CHANNEL#<org>#<channel> / INTAKE
    which groups ever put something in
    whether a member follows it; who     CHANNEL#<org>#<channel> / FOLLOWER#<member>
    does
    every channel, by name               CHANNELS#<org> / <folded name>
    a channel by a name that it had      FORMERLY#<org> / <folded name>
    the channels that a member curates   MEMBER#<org>#<member> / CURATES#<channel>

The folded name is the directory's natural key, so no two channels have the same one. What went
into another channel left the directory: its name is one that the other had.
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

from sharewell import table
from sharewell.channels.model import Channel, ChannelName
from sharewell.errors import Missing, Stale
from sharewell.events import Event, OutboxMessage
from sharewell.ids import ChannelId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import KeyRange, Row, Rows, Write
from sharewell.values import beginning

_TAKEN = "there is a channel of this name"


class ChannelRow(Row):
    """A channel. Followers and what moved count without a new version."""

    key = KeyShape("CHANNEL#<org>#<channel> / CHANNEL", parent=Parent.CHANNEL)

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    about = UnicodeAttribute()
    discussion = UnicodeAttribute(default="open")
    opened_by = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    curators = JSONAttribute(default=list)
    pinned: ListAttribute[str] = ListAttribute(default=list)
    former: ListAttribute[str] = ListAttribute(default=list)
    followers = NumberAttribute(default=0)
    archived_at = UTCDateTimeAttribute(null=True)
    into = UnicodeAttribute(null=True)
    moving = BooleanAttribute(default=False)
    moved = NumberAttribute(default=0)
    version = NumberAttribute(default=1)


class FollowerRow(Row):
    """That a member follows a channel."""

    key = KeyShape("CHANNEL#<org>#<channel> / FOLLOWER#<member>", parent=Parent.CHANNEL)


class CuratesRow(Row):
    """That a member curates a channel."""

    key = KeyShape("MEMBER#<org>#<member> / CURATES#<channel>", parent=Parent.MEMBER)


class ListedRow(Row):
    """A channel's line in the directory, and where a name that it had leads."""

    by_name = KeyShape("CHANNELS#<org> / <name:text>")
    by_former_name = KeyShape("FORMERLY#<org> / <name:text>")

    id = UnicodeAttribute(attr_name="i")
    name = UnicodeAttribute(attr_name="n")
    about = UnicodeAttribute(attr_name="a", default="")
    archived = BooleanAttribute(attr_name="z", null=True)


LONGEST_ABOUT = 140
LONGEST_FOLD = 250
"""Characters; folding makes up to 18 of one, and a key has at most 1,024 bytes."""


def folded(name: str) -> str:
    """A name as people compare names: without case, accents or doubled spaces.

    One that has nothing else stays as it is.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return " ".join(words)[:LONGEST_FOLD] or name


def key(organisation: OrganisationId, channel: ChannelId) -> tuple[str, str]:
    """The key of a channel's row; what else is of it lies in the same partition."""
    return ChannelRow.key(organisation, channel)


class ChannelStore:
    """Where channels are kept."""

    def channel(
        self, organisation: OrganisationId, id: ChannelId, *, consistent: bool = False
    ) -> Channel | None:
        """One channel, if there is one."""
        row = table.get(ChannelRow, *key(organisation, id), consistent=consistent)
        return Channel(**row.fields()) if row else None

    def several(
        self, organisation: OrganisationId, ids: Sequence[ChannelId], *, consistent: bool = False
    ) -> list[Channel]:
        """Those of `ids` that are there, in one call per hundred, in no order."""
        keys = [key(organisation, id) for id in ids]
        rows = table.get_many(ChannelRow, keys, consistent=consistent)
        return [Channel(**row.fields()) for row in rows]

    def directory(
        self, organisation: OrganisationId, after: str | None, limit: int
    ) -> Rows[ListedRow]:
        """A page of channels by name."""
        return table.query_page(
            ListedRow, ListedRow.by_name.pk(organisation), after=after, limit=limit
        )

    def by_name(self, organisation: OrganisationId, name: str) -> ChannelName | None:
        """The channel that is called so, or else the one that was."""
        places = [it.pk(organisation) for it in (ListedRow.by_name, ListedRow.by_former_name)]
        fold = folded(name)
        if not fold:
            return None
        found = table.get_many(ListedRow, [(place, fold) for place in places])
        for row in sorted(found, key=lambda row: places.index(row.pk)):
            return ChannelName(id=ChannelId(row.id), name=row.name)
        return None

    def must_say(self, write: Write, organisation: OrganisationId, channel: Channel) -> None:
        """Refuse the open write unless its items are discussed as they were when it was read."""
        says = ChannelRow.discussion == channel.discussion.value
        refusal = Stale("this channel has just changed")
        write.check(ChannelRow, *key(organisation, channel.id), says, refusal)

    def curated(
        self, organisation: OrganisationId, member: MemberId, after: str | None
    ) -> tuple[list[ChannelId], str | None]:
        """Some of the channels that a member is named curator of, and where to go on."""
        pk, begins = CuratesRow.key.pk(organisation, member), CuratesRow.key.begins()
        rows = table.query_page(
            CuratesRow, pk, KeyRange(prefix=begins), after=after, consistent=True
        )
        return [ChannelId(row.key_value("channel")) for row in rows.items], rows.next

    def add(
        self, organisation: OrganisationId, channel: Channel, write: Write, said: Event
    ) -> None:
        """Keep a new channel under a name that is free."""
        kept: dict[str, Any] = channel.model_dump() | _plain(channel)
        row = ChannelRow(*key(organisation, channel.id), **kept)
        write.add(row, said)
        write.add(listed(organisation, channel), taken=_TAKEN)
        for it in channel.curators:
            write.put(_curates(organisation, it.id, channel.id))

    def change(
        self,
        organisation: OrganisationId,
        old: Channel,
        new: Channel,
        write: Write,
        *said: OutboxMessage,
    ) -> None:
        """Rename, describe, archive…; refused when somebody did since `old` was read."""
        write.update(
            ChannelRow(*key(organisation, new.id)),
            [*_told(new), ChannelRow.version.set(old.version + 1)],
            *said,
            only_if=ChannelRow.version == old.version,
        )
        before, after = ({it.id for it in of.curators} for of in (old, new))
        for member in before - after:
            write.remove(_curates(organisation, member, new.id))
        for member in after - before:
            write.put(_curates(organisation, member, new.id))
        if _line(old) == _line(new):
            return
        if folded(old.name) != folded(new.name):
            write.remove(line_of(organisation, old.name))
            write.add(listed(organisation, new), taken=_TAKEN)
            write.put(formerly(organisation, old.name, new.id))
        else:
            write.put(listed(organisation, new))

    def merge(
        self, organisation: OrganisationId, source: Channel, write: Write, *messages: OutboxMessage
    ) -> None:
        """Takes a channel out of the directory, its name leading to the one it goes `into`.

        Raises Stale if it has changed.
        """
        if source.into is None or source.archived_at is None:
            raise ValueError("this channel does not go into another")
        write.update(
            ChannelRow(*key(organisation, source.id)),
            [
                ChannelRow.archived_at.set(source.archived_at),
                ChannelRow.into.set(source.into),
                ChannelRow.moving.set(True),
                ChannelRow.pinned.set([]),
                ChannelRow.version.set(source.version + 1),
            ],
            *messages,
            only_if=ChannelRow.version == source.version,
        )
        write.remove(line_of(organisation, source.name))
        write.put(formerly(organisation, source.name, source.into))

    def count_moved(self, organisation: OrganisationId, id: ChannelId, write: Write) -> None:
        """Counts one more item that a merge has moved."""
        row = ChannelRow(*key(organisation, id))
        write.update(row, [ChannelRow.moved.add(1)], only_if=ChannelRow.pk.exists())

    def end_merge(self, organisation: OrganisationId, id: ChannelId, write: Write) -> None:
        """Writes that nothing of a channel is left to be moved."""
        row = ChannelRow(*key(organisation, id))
        write.update(row, [ChannelRow.moving.set(False)], only_if=ChannelRow.pk.exists())

    def followers(self, organisation: OrganisationId, id: ChannelId, limit: int) -> list[MemberId]:
        """Returns the first followers of a channel, with a strongly consistent read."""
        pk, _ = key(organisation, id)
        some = KeyRange(prefix="FOLLOWER#")
        rows = table.query(FollowerRow, pk, some, limit=limit, consistent=True)
        return [MemberId(row.sk.removeprefix("FOLLOWER#")) for row in rows]

    def note_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, write: Write
    ) -> None:
        """Keep the first follower of a channel that is opened in the same write."""
        write.add(FollowerRow(*FollowerRow.key(organisation, id, member)))

    def add_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, write: Write
    ) -> None:
        """Count one more follower, unless `member` is one."""
        follower = FollowerRow(*FollowerRow.key(organisation, id, member))
        write.add(follower, taken="you follow this channel")
        write.update(
            ChannelRow(*key(organisation, id)),
            [ChannelRow.followers.add(1)],
            only_if=ChannelRow.pk.exists() & ChannelRow.into.does_not_exist(),
            otherwise=Missing("there is no such channel, or it went into another"),
        )

    def remove_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, write: Write
    ) -> None:
        """Count one follower less."""
        follower = FollowerRow(*FollowerRow.key(organisation, id, member))
        write.remove(follower, only_if=FollowerRow.pk.exists())
        write.update(ChannelRow(*key(organisation, id)), [ChannelRow.followers.add(-1)])


def _curates(organisation: OrganisationId, member: MemberId, id: ChannelId) -> CuratesRow:
    return CuratesRow(*CuratesRow.key(organisation, member, id))


def listed(organisation: OrganisationId, channel: Channel) -> ListedRow:
    """A channel's line in the directory."""
    id, name, about, archived = _line(channel)
    line = line_of(organisation, channel.name)
    line.id, line.name, line.about, line.archived = id, name, about, archived or None
    return line


def line_of(organisation: OrganisationId, name: str) -> ListedRow:
    """Where a name has its line in the directory."""
    return ListedRow(*ListedRow.by_name(organisation, folded(name)))


def formerly(organisation: OrganisationId, name: str, id: ChannelId) -> ListedRow:
    """Where a name that is free again leads, until somebody takes it."""
    return ListedRow(*ListedRow.by_former_name(organisation, folded(name)), id=id, name=name)


def _line(channel: Channel) -> tuple[ChannelId, str, str, bool]:
    return (
        channel.id,
        channel.name,
        beginning(channel.about, LONGEST_ABOUT),
        channel.archived_at is not None,
    )


def _plain(channel: Channel) -> dict[str, Any]:
    return {
        "curators": [it.model_dump() for it in channel.curators],
        "discussion": channel.discussion.value,
    }


def _told(channel: Channel) -> list[Action]:
    """What people say of a channel, all of it."""
    plain = _plain(channel)
    at = channel.archived_at
    return [
        ChannelRow.name.set(channel.name),
        ChannelRow.about.set(channel.about),
        ChannelRow.discussion.set(plain["discussion"]),
        ChannelRow.curators.set(plain["curators"]),
        ChannelRow.pinned.set(list(channel.pinned)),
        ChannelRow.former.set(list(channel.former)),
        ChannelRow.archived_at.set(at) if at else ChannelRow.archived_at.remove(),
    ]
