"""Channels, as rows.

    read                                 key
    ----------------------------------   ----------------------------------------------
    a channel                            CHANNEL#<org>#<channel> / CHANNEL
    whether a member follows it          CHANNEL#<org>#<channel> / FOLLOWER#<member>
    every channel, by name               CHANNELS#<org> / <folded name>

The folded name is the directory's natural key, so no two channels have the same one.
"""

import unicodedata

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from sharewell import table
from sharewell.channels.model import Channel
from sharewell.errors import Missing
from sharewell.events import Event
from sharewell.ids import ChannelId, MemberId, OrganisationId
from sharewell.table import Row, Rows, Write

_TAKEN = "there is a channel of this name"


class ChannelRow(Row):
    """CHANNEL#<org>#<channel> / CHANNEL. Its followers are counted without a new version."""

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    about = UnicodeAttribute()
    opened_by = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    followers = NumberAttribute(default=0)
    version = NumberAttribute(default=1)


class FollowerRow(Row):
    """CHANNEL#<org>#<channel> / FOLLOWER#<member>."""


class ListedRow(Row):
    """CHANNELS#<org> / <folded name>."""

    id = UnicodeAttribute(attr_name="i")
    name = UnicodeAttribute(attr_name="n")
    about = UnicodeAttribute(attr_name="a")


LONGEST_FOLD = 250
"""Characters; folding makes up to 18 of one, and a key has at most 1,024 bytes."""


def folded(name: str) -> str:
    """A name as people compare names: without case, accents or doubled spaces.

    One that has nothing else stays as it is.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return " ".join(words)[:LONGEST_FOLD] or name


def _key(organisation: OrganisationId, channel: ChannelId) -> tuple[str, str]:
    return f"CHANNEL#{organisation}#{channel}", "CHANNEL"


class ChannelStore:
    """Where channels are kept."""

    def channel(
        self, organisation: OrganisationId, id: ChannelId, *, consistent: bool = False
    ) -> Channel | None:
        """One channel, if there is one."""
        row = table.get(ChannelRow, *_key(organisation, id), consistent=consistent)
        return Channel(**row.fields()) if row else None

    def directory(
        self, organisation: OrganisationId, after: str | None, limit: int
    ) -> Rows[ListedRow]:
        """A page of channels by name."""
        return table.page(ListedRow, f"CHANNELS#{organisation}", after=after, limit=limit)

    def add(
        self, organisation: OrganisationId, channel: Channel, write: Write, said: Event
    ) -> None:
        """Keep a new channel under a name that is free."""
        row = ChannelRow(*_key(organisation, channel.id), **channel.model_dump())
        write.add(row, said)
        write.add(_listed(organisation, channel), taken=_TAKEN)

    def change(
        self, organisation: OrganisationId, old: Channel, new: Channel, write: Write, said: Event
    ) -> None:
        """Rename or describe; refused when somebody did since `old` was read."""
        row = ChannelRow(*_key(organisation, new.id))
        actions = [
            ChannelRow.name.set(new.name),
            ChannelRow.about.set(new.about),
            ChannelRow.version.set(old.version + 1),
        ]
        write.update(row, actions, said, only_if=ChannelRow.version == old.version)
        if folded(old.name) == folded(new.name):
            write.put(_listed(organisation, new))
        else:
            write.remove(ListedRow(f"CHANNELS#{organisation}", folded(old.name)))
            write.add(_listed(organisation, new), taken=_TAKEN)

    def note_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, write: Write
    ) -> None:
        """Keep the first follower of a channel that is opened in the same write."""
        pk, _ = _key(organisation, id)
        write.add(FollowerRow(pk, f"FOLLOWER#{member}"))

    def add_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, write: Write
    ) -> None:
        """Count one more follower, unless `member` is one."""
        pk, sk = _key(organisation, id)
        write.add(FollowerRow(pk, f"FOLLOWER#{member}"), taken="you follow this channel")
        write.update(
            ChannelRow(pk, sk),
            [ChannelRow.followers.add(1)],
            only_if=ChannelRow.pk.exists(),
            otherwise=Missing("there is no such channel"),
        )

    def remove_follower(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId, write: Write
    ) -> None:
        """Count one follower less."""
        pk, sk = _key(organisation, id)
        follower = FollowerRow(pk, f"FOLLOWER#{member}")
        write.remove(follower, only_if=FollowerRow.pk.exists())
        write.update(ChannelRow(pk, sk), [ChannelRow.followers.add(-1)])

    def must_exist(self, organisation: OrganisationId, ids: list[ChannelId], write: Write) -> None:
        """Refuse the open write unless each of these channels is there."""
        for id in ids:
            refusal = Missing("there is no such channel", field="channels")
            write.check(ChannelRow, *_key(organisation, id), ChannelRow.pk.exists(), refusal)


def _listed(organisation: OrganisationId, channel: Channel) -> ListedRow:
    key = f"CHANNELS#{organisation}", folded(channel.name)
    return ListedRow(*key, id=channel.id, name=channel.name, about=channel.about[:140])
