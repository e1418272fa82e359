"""What people can do with channels."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sharewell import table
from sharewell.caller import Caller
from sharewell.channels.intake_store import Intakes
from sharewell.channels.model import (
    MOST_FOLLOWED,
    Channel,
    ChannelCard,
    ChannelName,
    ChannelView,
    Curator,
    NewChannel,
)
from sharewell.channels.store import ChannelStore
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing, Stale, TooMany
from sharewell.events import ChannelOpened
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, GroupId, OrganisationId, new_ulid
from sharewell.page import Page
from sharewell.table import Write

LISTED = 50
LONGEST_WAY = 20
"""Channels that went one into the other, followed to the last."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Channels:
    """Open, find, describe and follow channels. Every member of the organisation sees them all."""

    store: ChannelStore
    intakes: Intakes
    identity: Identity
    now: Clock = now

    def seen_by(self, who: Caller, id: ChannelId) -> Channel:
        """The channel, if it is one of the caller's organisation."""
        channel = self.store.channel(who.organisation, id)
        if channel is None:
            raise Missing("there is no such channel")
        return channel

    def as_seen_now(self, who: Caller, id: ChannelId) -> Channel:
        """The same at this instant, for who changes it."""
        channel = self.store.channel(who.organisation, id, consistent=True)
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

    def several_seen_by(self, who: Caller, ids: Sequence[ChannelId]) -> dict[ChannelId, Channel]:
        """Those of `ids` that are the organisation's, in one call per hundred."""
        return {it.id: it for it in self.store.several(who.organisation, list(dict.fromkeys(ids)))}

    def must_take(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        groups: Sequence[GroupId],
        write: Write,
    ) -> None:
        """Refuse the open write unless each of these channels takes something for these groups."""
        self.intakes.take(organisation, ids, groups, write)

    def must_keep(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        groups: Sequence[GroupId],
        write: Write,
    ) -> None:
        """The same for what is in them already: then it may be archived."""
        self.intakes.take(organisation, ids, groups, write, keeping=True)

    def landed(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        put: Callable[[list[ChannelId]], T],
    ) -> T:
        """What `put` makes of these channels; if one went into another meanwhile, of that one."""
        wanted = list(dict.fromkeys(ids))
        for _ in range(LONGEST_WAY):
            try:
                return put(wanted)
            except Missing:
                ends = [self.end_of(organisation, id) for id in wanted]
                there = list(dict.fromkeys(it.id for it in ends if it))
                if None in ends or there == wanted:
                    raise
                wanted = there
        raise Conflict("these channels keep going into others; try again", field="channels")

    def end_of(self, organisation: OrganisationId, id: ChannelId) -> Channel | None:
        """The channel at this instant, or the one that it went into."""
        found = self.store.channel(organisation, id, consistent=True)
        for _ in range(LONGEST_WAY):
            if found is None or found.into is None:
                break
            found = self.store.channel(organisation, found.into, consistent=True)
        return found

    def view(self, id: ChannelId, *, by: Caller) -> ChannelView:
        """The channel as the caller sees it."""
        return view(self.seen_by(by, id), by)

    def by_name(self, name: str, *, by: Caller) -> ChannelName:
        """The channel that is called so, or was until it got another name."""
        found = self.store.by_name(by.organisation, name)
        if found is None:
            raise Missing("there is no channel of this name", field="name")
        return found

    def directory(self, *, by: Caller, after: str | None) -> Page[ChannelCard]:
        """Every channel, by name."""
        rows = self.store.directory(by.organisation, after, LISTED)
        cards = [
            ChannelCard(
                id=ChannelId(row.id),
                name=row.name,
                about=row.about,
                followed=row.id in by.follows,
                archived=bool(row.archived),
            )
            for row in rows.items
        ]
        return Page(items=cards, next=rows.next)

    def open(self, new: NewChannel, *, by: Caller, key: str | None = None) -> ChannelView:
        """Open a channel, which its opener follows; twice under one key is once."""
        at = self.now()
        channel = Channel(
            id=ChannelId(key or new_ulid(at)),
            name=new.name,
            about=new.about,
            discussion=new.discussion,
            opened_by=by.member,
            opened_at=at,
            curators=[Curator(id=by.member, name=by.name)],
            followers=1,
            version=1,
        )
        said = ChannelOpened(
            organisation=by.organisation, at=at, channel=channel.id, opened_by=by.member
        )
        try:
            with table.write() as write:
                self.store.add(by.organisation, channel, write, said)
                self.intakes.open(by.organisation, channel.id, write)
                self.store.note_follower(by.organisation, channel.id, by.member, write)
                self._heed(channel.id, by, write)
        except Conflict:
            made = self.findable(by.organisation, channel.id)
            if made is None or made.opened_by != by.member:
                raise
            return view(made, by)
        return view(channel, by, followed=True)

    def named(self, name: str, *, by: Caller) -> ChannelId:
        """The channel of this name, which is opened if there is none."""
        if found := self.store.by_name(by.organisation, name):
            return found.id
        try:
            return self.open(NewChannel(name=name), by=by).id
        except Conflict:
            if found := self.store.by_name(by.organisation, name):  # somebody was quicker
                return found.id
            raise

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


def view(channel: Channel, who: Caller, *, followed: bool | None = None) -> ChannelView:
    """A channel as `who` sees it."""
    return ChannelView(
        **channel.model_dump(),
        followed=channel.id in who.follows if followed is None else followed,
        may_edit=channel.is_tended_by(who) and channel.into is None,
    )


channels = Channels(ChannelStore(), Intakes(), identity)
