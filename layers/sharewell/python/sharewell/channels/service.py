"""What people can do with channels."""

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell import table
from sharewell.caller import Caller
from sharewell.channels.model import (
    MOST_FOLLOWED,
    Channel,
    ChannelCard,
    ChannelChange,
    ChannelView,
    NewChannel,
)
from sharewell.channels.store import ChannelStore
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing, Stale, TooMany
from sharewell.events import ChannelChanged, ChannelOpened
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, OrganisationId, mint
from sharewell.page import Page
from sharewell.table import Write

LISTED = 50


@dataclass(frozen=True, slots=True)
class Channels:
    """Open, find, describe and follow channels. Every member of the organisation sees them all."""

    store: ChannelStore
    identity: Identity
    now: Clock = now

    def seen_by(self, who: Caller, id: ChannelId) -> Channel:
        """The channel, if it is one of the caller's organisation."""
        channel = self.store.channel(who.organisation, id)
        if channel is None:
            raise Missing("there is no such channel")
        return channel

    def findable(self, organisation: OrganisationId, id: ChannelId) -> Channel | None:
        """The channel at this instant, as search describes it for nobody in particular."""
        return self.store.channel(organisation, id, consistent=True)

    def every(self, organisation: OrganisationId) -> Iterator[ChannelId]:
        """The ids of all channels."""
        after: str | None = None
        while True:
            rows = self.store.directory(organisation, after, LISTED)
            yield from (ChannelId(row.id) for row in rows.items)
            if not (after := rows.next):
                return

    def must_exist(self, organisation: OrganisationId, ids: list[ChannelId], write: Write) -> None:
        """Refuse the open write unless each of these channels is there."""
        self.store.must_exist(organisation, ids, write)

    def view(self, id: ChannelId, *, by: Caller) -> ChannelView:
        """The channel as the caller sees it."""
        return _view(self.seen_by(by, id), by)

    def directory(self, *, by: Caller, after: str | None) -> Page[ChannelCard]:
        """Every channel, by name."""
        rows = self.store.directory(by.organisation, after, LISTED)
        cards = [
            ChannelCard(
                id=ChannelId(row.id), name=row.name, about=row.about, followed=row.id in by.follows
            )
            for row in rows.items
        ]
        return Page(items=cards, next=rows.next)

    def open(self, new: NewChannel, *, by: Caller, key: str | None = None) -> ChannelView:
        """Open a channel, which its opener follows; twice under one key is once."""
        at = self.now()
        channel = Channel(
            id=ChannelId(key or mint(at)),
            name=new.name,
            about=new.about,
            opened_by=by.member,
            opened_at=at,
            followers=1,
            version=1,
        )
        said = ChannelOpened(
            organisation=by.organisation, at=at, channel=channel.id, opened_by=by.member
        )
        try:
            with table.write() as write:
                self.store.add(by.organisation, channel, write, said)
                self.store.note_follower(by.organisation, channel.id, by.member, write)
                self._heed(channel.id, by, write)
        except Conflict:
            made = self.findable(by.organisation, channel.id)
            if made is None or made.opened_by != by.member:
                raise
            return _view(made, by)
        return _view(channel, by, followed=True)

    def change(
        self, id: ChannelId, change: ChannelChange, version: int | None, *, by: Caller
    ) -> ChannelView:
        """Rename or describe a channel."""
        old = self.seen_by(by, id)
        old.must_be_tended_by(by)
        if version not in (None, old.version):
            raise Stale("somebody else changed this channel since you read it")
        given = change.model_dump(exclude_none=True)
        new = old.model_copy(update={**given, "version": old.version + 1})
        said = ChannelChanged(organisation=by.organisation, at=self.now(), channel=id)
        with table.write() as write:
            self.store.change(by.organisation, old, new, write, said)
        return _view(new, by)

    def follow(self, id: ChannelId, *, by: Caller) -> None:
        """Put the channel's news in one's feed; doing it twice is doing it once."""
        if id in by.follows:
            return
        try:
            with table.write() as write:
                self.store.add_follower(by.organisation, id, by.member, write)
                self._heed(id, by, write)
        except Conflict:
            return

    def unfollow(self, id: ChannelId, *, by: Caller) -> None:
        """Take the channel's news out of one's feed."""
        if id not in by.follows:
            return
        try:
            with table.write() as write:
                self.store.remove_follower(by.organisation, id, by.member, write)
                self.identity.unfollow(write, by, id)
        except Stale:  # another tab was quicker
            return

    def _heed(self, id: ChannelId, by: Caller, write: Write) -> None:
        if len(by.follows) >= MOST_FOLLOWED:
            raise TooMany(f"one member follows at most {MOST_FOLLOWED} channels")
        self.identity.follow(write, by, id)


def _view(channel: Channel, who: Caller, *, followed: bool | None = None) -> ChannelView:
    return ChannelView(
        **channel.model_dump(),
        followed=channel.id in who.follows if followed is None else followed,
        may_edit=who.tends or who.member == channel.opened_by,
    )


channels = Channels(ChannelStore(), identity)
