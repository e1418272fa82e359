"""The service of channels: what every member can do with them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sharewell.aws import table
from sharewell.aws.table import Transaction
from sharewell.channels.gate_store import ChannelGates
from sharewell.channels.model import (
    MAX_FOLLOWED,
    Channel,
    ChannelCard,
    ChannelName,
    ChannelView,
    Curator,
    NewChannel,
)
from sharewell.channels.store import ChannelStore
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, LimitExceeded, NotFound, VersionConflict
from sharewell.core.events import ChannelCreated
from sharewell.core.ids import ChannelId, GroupId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.identity.service import IdentityService, identity

PAGE_SIZE = 50
MAX_MERGE_HOPS = 20
"""Merges in a row that are followed to the last channel."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChannelService:
    """Creates, finds, lists and follows channels. Every member of the organisation sees all."""

    store: ChannelStore
    gates: ChannelGates
    identity: IdentityService
    now: Clock = now

    def seen_by(self, who: Caller, id: ChannelId) -> Channel:
        """Returns a channel of the caller's organisation. Raises `NotFound`."""
        channel = self.store.get(who.organisation, id)
        if channel is None:
            raise NotFound("This channel does not exist.")
        return channel

    def get_current(self, who: Caller, id: ChannelId) -> Channel:
        """Returns a channel with a strongly consistent read, to change it. Raises `NotFound`."""
        channel = self.store.get(who.organisation, id, consistent=True)
        if channel is None:
            raise NotFound("This channel does not exist.")
        return channel

    def get_for_search(self, organisation: OrganisationId, id: ChannelId) -> Channel | None:
        """Returns a channel with a strongly consistent read, without checking a caller."""
        return self.store.get(organisation, id, consistent=True)

    def list_ids(self, organisation: OrganisationId) -> Iterator[ChannelId]:
        """Yields the ids of all channels that are not merged, by name."""
        after: str | None = None
        while True:
            rows = self.store.list_directory(organisation, after, PAGE_SIZE)
            yield from (ChannelId(row.id) for row in rows.items)
            if not (after := rows.next):
                return

    def several_seen_by(self, who: Caller, ids: Sequence[ChannelId]) -> dict[ChannelId, Channel]:
        """Returns the existing ones of `ids` in the organisation, with one call per hundred."""
        return {it.id: it for it in self.store.get_many(who.organisation, list(dict.fromkeys(ids)))}

    def require_open(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        groups: Sequence[GroupId],
        tx: Transaction,
    ) -> None:
        """Adds condition checks: each channel accepts new items. Records the groups there."""
        self.gates.require_open(organisation, ids, groups, tx)

    def require_existing(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        groups: Sequence[GroupId],
        tx: Transaction,
    ) -> None:
        """Adds condition checks like `require_open`, but also admits archived channels."""
        self.gates.require_open(organisation, ids, groups, tx, or_archived=True)

    def retry_with_merged_targets(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        write_items: Callable[[list[ChannelId]], T],
    ) -> T:
        """Calls `write_items` with the channels and returns its result.

        If a channel was merged meanwhile, retries with its target, at most `MAX_MERGE_HOPS` times.
        Raises: NotFound if a channel does not exist, or Conflict after too many retries.
        """
        wanted = list(dict.fromkeys(ids))
        for _ in range(MAX_MERGE_HOPS):
            try:
                return write_items(wanted)
            except NotFound:
                ends = [self.resolve_merged(organisation, id) for id in wanted]
                targets = list(dict.fromkeys(it.id for it in ends if it))
                if None in ends or targets == wanted:
                    raise
                wanted = targets
        raise Conflict("These channels are being merged. Try again later.", field="channels")

    def resolve_merged(self, organisation: OrganisationId, id: ChannelId) -> Channel | None:
        """Returns a channel or what it was merged into, with strongly consistent reads."""
        found = self.store.get(organisation, id, consistent=True)
        for _ in range(MAX_MERGE_HOPS):
            if found is None or found.merged_into is None:
                break
            found = self.store.get(organisation, found.merged_into, consistent=True)
        return found

    def get(self, id: ChannelId, *, by: Caller) -> ChannelView:
        """Returns a channel as the caller sees it. Raises `NotFound`."""
        return channel_view(self.seen_by(by, id), by)

    def get_by_name(self, name: str, *, by: Caller) -> ChannelName:
        """Returns the channel that has the name, or else had it. Raises `NotFound`."""
        found = self.store.find_by_name(by.organisation, name)
        if found is None:
            raise NotFound("No channel has this name.", field="name")
        return found

    def list_directory(self, *, by: Caller, after: str | None) -> Page[ChannelCard]:
        """Returns a page of all channels that are not merged, by name."""
        rows = self.store.list_directory(by.organisation, after, PAGE_SIZE)
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

    def create(self, new: NewChannel, *, by: Caller, key: str | None = None) -> ChannelView:
        """Creates a channel, which its creator follows. Idempotent per `key`.

        Raises: Conflict if the name is taken, LimitExceeded above `MAX_FOLLOWED`.
        """
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
        event = ChannelCreated(
            organisation=by.organisation, at=at, channel=channel.id, created_by=by.member
        )
        try:
            with table.transaction() as tx:
                self.store.add(by.organisation, channel, tx, event)
                self.gates.open(by.organisation, channel.id, tx)
                self.store.add_first_follower(by.organisation, channel.id, by.member, tx)
                self._add_follow(channel.id, by, tx)
        except Conflict:
            created = self.get_for_search(by.organisation, channel.id)
            if created is None or created.opened_by != by.member:
                raise
            return channel_view(created, by)
        return channel_view(channel, by, followed=True)

    def get_or_create(self, name: str, *, by: Caller) -> ChannelId:
        """Returns the id of the channel with this name; creates it if there is none."""
        if found := self.store.find_by_name(by.organisation, name):
            return found.id
        try:
            return self.create(NewChannel(name=name), by=by).id
        except Conflict:
            if found := self.store.find_by_name(by.organisation, name):  # created concurrently
                return found.id
            raise

    def follow(self, id: ChannelId, *, by: Caller) -> None:
        """Follows a channel: adds its items to the caller's feed. Idempotent.

        Raises: NotFound, LimitExceeded above `MAX_FOLLOWED`.
        """
        if id in by.follows:
            return
        try:
            with table.transaction() as tx:
                self.store.add_follower(by.organisation, id, by.member, tx)
                self._add_follow(id, by, tx)
        except Conflict:
            return

    def unfollow(self, id: ChannelId, *, by: Caller) -> None:
        """Unfollows a channel: removes its items from the caller's feed. Idempotent."""
        if id not in by.follows:
            return
        try:
            with table.transaction() as tx:
                self.store.remove_follower(by.organisation, id, by.member, tx)
                self.identity.remove_followed_channel(tx, by, id)
        except VersionConflict:  # unfollowed in another tab
            return

    def _add_follow(self, id: ChannelId, by: Caller, tx: Transaction) -> None:
        if len(by.follows) >= MAX_FOLLOWED:
            raise LimitExceeded(f"You can follow at most {MAX_FOLLOWED} channels.")
        self.identity.add_followed_channel(tx, by, id)


def channel_view(channel: Channel, who: Caller, *, followed: bool | None = None) -> ChannelView:
    """Returns a channel as `who` sees it."""
    return ChannelView(
        **channel.model_dump(),
        followed=channel.id in who.follows if followed is None else followed,
        may_edit=channel.is_managed_by(who) and channel.merged_into is None,
    )


channels = ChannelService(ChannelStore(), ChannelGates(), identity)
