"""What those who tend a channel can do with it."""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.caller import Caller
from sharewell.channels import discussion_mode_job, merge_job
from sharewell.channels.intake_store import Closed, Intakes
from sharewell.channels.model import (
    MOST_CURATORS,
    MOST_PINNED,
    Channel,
    ChannelChange,
    ChannelView,
    Curator,
)
from sharewell.channels.service import Channels, channels, view
from sharewell.channels.store import ChannelStore
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Invalid, Stale
from sharewell.events import ChannelChanged, ChannelMerged, ChannelSwitched, OutboxMessage
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, ItemId, MemberId, OrganisationId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict


@dataclass(frozen=True, slots=True)
class Tending:
    """Rename, describe, archive, curate, pin, and merge."""

    store: ChannelStore
    intakes: Intakes
    channels: Channels
    identity: Identity
    now: Clock = now

    def change(
        self, id: ChannelId, change: ChannelChange, version: int | None, *, by: Caller
    ) -> ChannelView:
        """Rename or describe a channel, say how its items are discussed, archive it or not."""
        old = self._tended(id, version, by)
        given = change.model_dump(exclude_none=True, exclude={"archived"})
        if change.archived is not None and change.archived != (old.archived_at is not None):
            given["archived_at"] = self.now() if change.archived else None
        new = old.model_copy(update=given)
        if new.name != old.name:
            new = new.model_copy(update={"former": new.with_names(old.name)})
        return self._keep(old, new, by)

    def curate(
        self, id: ChannelId, members: list[MemberId], version: int | None, *, by: Caller
    ) -> ChannelView:
        """Say who tends a channel, all of them."""
        seats = partial(self.identity.seats, by.organisation, list(dict.fromkeys(members)))
        old, found = concurrency.run_concurrently([partial(self._tended, id, version, by), seats])
        names = {seat.member: seat.name for seat in found if seat.active}
        for place, member in enumerate(members):
            if member not in names:
                raise Invalid("there is no such member", field=f"members.{place}")
        named = [Curator(id=it, name=names[it]) for it in dict.fromkeys(members)]
        return self._keep(old, old.model_copy(update={"curators": named}), by)

    def pin(self, old: Channel, items: list[ItemId], *, by: Caller) -> ChannelView:
        """Keep what stands at the top of a channel's page."""
        old.must_be_tended_by(by)
        return self._keep(old, old.model_copy(update={"pinned": items}), by)

    def merge(self, id: ChannelId, into: ChannelId, *, by: Caller) -> ChannelView:
        """Let a channel go into another, with its items and followers; twice is once."""
        if id == into:
            raise Invalid("a channel does not go into itself", field="into")
        see = partial(self.channels.as_seen_now, by)
        source, target = concurrency.run_concurrently([partial(see, id), partial(see, into)])
        if source.into == into:
            return view(source, by)
        source.must_be_tended_by(by)
        target.must_be_tended_by(by)
        if target.archived_at:
            raise Conflict("that channel is archived", field="into")
        at = self.now()
        gone = source.model_copy(
            update={"archived_at": at, "into": into, "moving": True, "pinned": []}
        )
        taken_in = target.model_copy(
            update={
                "former": target.with_names(*source.former, source.name),
                "pinned": list(dict.fromkeys([*target.pinned, *source.pinned]))[:MOST_PINNED],
                "curators": _together(target.curators, source.curators),
            }
        )
        said = ChannelMerged(organisation=by.organisation, at=at, channel=id, into=into)
        changed = ChannelChanged(organisation=by.organisation, at=at, channel=into)
        with table.write() as write:
            self.store.merge(by.organisation, gone, write, said, merge_job.first_message(said))
            self.store.change(by.organisation, target, taken_in, write, changed)
            self.intakes.close(by.organisation, id, Closed.MERGED, write)
        return view(gone.model_copy(update={"version": source.version + 1}), by)

    def carry_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Write a member's present name into every channel that they are named curator of."""
        after: str | None = None
        while True:
            found, after = self.store.curated(organisation, member, after)
            calls = [partial(self._call, organisation, it, member) for it in found]
            concurrency.run_concurrently(
                [partial(retry_on_conflict, it, BACKGROUND_ATTEMPTS) for it in calls]
            )
            if not after:
                return

    def _call(self, organisation: OrganisationId, id: ChannelId, member: MemberId) -> None:
        name = self.identity.seat(organisation, member).name
        old = self.channels.findable(organisation, id)
        named = [
            it.model_copy(update={"name": name}) if it.id == member else it
            for it in (old.curators if old else ())
        ]
        if old is None or named == old.curators:
            return
        said = ChannelChanged(organisation=organisation, at=self.now(), channel=id)
        with table.write() as write:
            new = old.model_copy(update={"curators": named})
            self.store.change(organisation, old, new, write, said)
        # Who was told of a change in between may have found nothing to write.
        if self.identity.seat(organisation, member).name != name:
            raise Stale("the member was renamed meanwhile")

    def _tended(self, id: ChannelId, version: int | None, by: Caller) -> Channel:
        channel = self.channels.as_seen_now(by, id)
        channel.must_be_tended_by(by)
        if version not in (None, channel.version):
            raise Stale("somebody else changed this channel since you read it")
        return channel

    def _keep(self, old: Channel, new: Channel, by: Caller) -> ChannelView:
        at = self.now()
        said: list[OutboxMessage] = [
            ChannelChanged(organisation=by.organisation, at=at, channel=old.id)
        ]
        if old.discussion is not new.discussion:
            switched = ChannelSwitched(organisation=by.organisation, at=at, channel=old.id)
            said += [switched, discussion_mode_job.first_message(switched)]
        with table.write() as write:
            self.store.change(by.organisation, old, new, write, *said)
            if (old.archived_at is None) != (new.archived_at is None):
                if new.archived_at:
                    self.intakes.close(by.organisation, old.id, Closed.ARCHIVED, write)
                else:
                    self.intakes.reopen(by.organisation, old.id, write)
        return view(new.model_copy(update={"version": old.version + 1}), by)


def _together(some: list[Curator], others: list[Curator]) -> list[Curator]:
    known = {it.id: it for it in [*others, *some]}
    order = dict.fromkeys(it.id for it in [*some, *others])
    return [known[id] for id in order][:MOST_CURATORS]


tending = Tending(ChannelStore(), Intakes(), channels, identity)
