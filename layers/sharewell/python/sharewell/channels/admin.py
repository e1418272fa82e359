"""Administration of channels, by their curators and administrators."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.channels import discussion_mode_job, merge_job
from sharewell.channels.gate_store import ChannelGates, ClosedReason
from sharewell.channels.model import (
    MAX_CURATORS,
    MAX_PINNED,
    Channel,
    ChannelChange,
    ChannelView,
    Curator,
)
from sharewell.channels.service import ChannelService, channel_view, channels
from sharewell.channels.store import ChannelStore
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Invalid, VersionConflict
from sharewell.core.events import (
    ChannelChanged,
    ChannelMerged,
    DiscussionModeChanged,
    OutboxMessage,
)
from sharewell.core.ids import ChannelId, ItemId, MemberId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.identity.service import IdentityService, identity


@dataclass(frozen=True, slots=True)
class ChannelAdmin:
    """Renames, describes, archives, curates and merges channels and pins items in them."""

    store: ChannelStore
    gates: ChannelGates
    channels: ChannelService
    identity: IdentityService
    now: Clock = now

    def change(
        self, id: ChannelId, change: ChannelChange, version: int | None, *, by: Caller
    ) -> ChannelView:
        """Changes a channel's name, description, discussion mode, or whether it is archived.

        Raises: NotFound, Forbidden, VersionConflict, or Conflict if the name is taken.
        """
        old = self._load_managed(id, version, by)
        changes = change.model_dump(exclude_none=True, exclude={"archived"})
        if change.archived is not None and change.archived != (old.archived_at is not None):
            changes["archived_at"] = self.now() if change.archived else None
        new = old.model_copy(update=changes)
        if new.name != old.name:
            new = new.model_copy(update={"former_names": new.with_former_names(old.name)})
        return self._save(old, new, by)

    def set_curators(
        self, id: ChannelId, members: list[MemberId], version: int | None, *, by: Caller
    ) -> ChannelView:
        """Replaces the curators of a channel.

        Raises: NotFound, Forbidden, VersionConflict, or Invalid for an inactive member.
        """
        load = partial(self.identity.get_members, by.organisation, list(dict.fromkeys(members)))
        old, found = concurrency.run_concurrently(
            [partial(self._load_managed, id, version, by), load]
        )
        names = {it.member: it.name for it in found if it.active}
        for position, member in enumerate(members):
            if member not in names:
                raise Invalid("This member does not exist.", field=f"members.{position}")
        curators = [Curator(id=it, name=names[it]) for it in dict.fromkeys(members)]
        return self._save(old, old.model_copy(update={"curators": curators}), by)

    def set_pinned(self, old: Channel, items: list[ItemId], *, by: Caller) -> ChannelView:
        """Writes the items pinned to the top of a channel's page. Raises `Forbidden`."""
        old.require_managed_by(by)
        return self._save(old, old.model_copy(update={"pinned": items}), by)

    def merge(self, id: ChannelId, into: ChannelId, *, by: Caller) -> ChannelView:
        """Merges a channel into `into` and starts the job that moves its items and followers.

        Idempotent. Raises: NotFound, Forbidden, VersionConflict, Invalid if both are the same
        channel, or Conflict if the target is archived or either is already merged.
        """
        if id == into:
            raise Invalid("A channel cannot be merged into itself.", field="into")
        load = partial(self.channels.get_current, by)
        source, target = concurrency.run_concurrently([partial(load, id), partial(load, into)])
        if source.merged_into == into:
            return channel_view(source, by)
        source.require_managed_by(by)
        target.require_managed_by(by)
        if target.archived_at:
            raise Conflict("The target channel is archived.", field="into")
        at = self.now()
        merged = source.model_copy(
            update={"archived_at": at, "merged_into": into, "is_merging": True, "pinned": []}
        )
        extended = target.model_copy(
            update={
                "former_names": target.with_former_names(*source.former_names, source.name),
                "pinned": list(dict.fromkeys([*target.pinned, *source.pinned]))[:MAX_PINNED],
                "curators": _merge_curators(target.curators, source.curators),
            }
        )
        event = ChannelMerged(organisation=by.organisation, at=at, channel=id, into=into)
        changed = ChannelChanged(organisation=by.organisation, at=at, channel=into)
        with table.transaction() as tx:
            self.store.merge(by.organisation, merged, tx, event, merge_job.first_message(event))
            self.store.update(by.organisation, target, extended, tx, changed)
            self.gates.close(by.organisation, id, ClosedReason.MERGED, tx)
        return channel_view(merged.model_copy(update={"version": source.version + 1}), by)

    def sync_member_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Writes a member's current name to every channel that they curate. Idempotent."""
        after: str | None = None
        while True:
            found, after = self.store.list_curated_by(organisation, member, after)
            calls = [partial(self._rename_curator, organisation, it, member) for it in found]
            concurrency.run_concurrently(
                [partial(retry_on_conflict, it, BACKGROUND_ATTEMPTS) for it in calls]
            )
            if not after:
                return

    def _rename_curator(
        self, organisation: OrganisationId, id: ChannelId, member: MemberId
    ) -> None:
        name = self.identity.get_member(organisation, member).name
        old = self.channels.get_for_search(organisation, id)
        curators = [
            it.model_copy(update={"name": name}) if it.id == member else it
            for it in (old.curators if old else ())
        ]
        if old is None or curators == old.curators:
            return
        event = ChannelChanged(organisation=organisation, at=self.now(), channel=id)
        with table.transaction() as tx:
            new = old.model_copy(update={"curators": curators})
            self.store.update(organisation, old, new, tx, event)
        # A consumer of a concurrent rename may have found nothing to write.
        if self.identity.get_member(organisation, member).name != name:
            raise VersionConflict("This member was renamed concurrently.")

    def _load_managed(self, id: ChannelId, version: int | None, by: Caller) -> Channel:
        channel = self.channels.get_current(by, id)
        channel.require_managed_by(by)
        if version not in (None, channel.version):
            raise VersionConflict(
                "This channel was changed by someone else. Reload it and try again."
            )
        return channel

    def _save(self, old: Channel, new: Channel, by: Caller) -> ChannelView:
        at = self.now()
        messages: list[OutboxMessage] = [
            ChannelChanged(organisation=by.organisation, at=at, channel=old.id)
        ]
        if old.discussion is not new.discussion:
            switched = DiscussionModeChanged(organisation=by.organisation, at=at, channel=old.id)
            messages += [switched, discussion_mode_job.first_message(switched)]
        with table.transaction() as tx:
            self.store.update(by.organisation, old, new, tx, *messages)
            if (old.archived_at is None) != (new.archived_at is None):
                if new.archived_at:
                    self.gates.close(by.organisation, old.id, ClosedReason.ARCHIVED, tx)
                else:
                    self.gates.reopen(by.organisation, old.id, tx)
        return channel_view(new.model_copy(update={"version": old.version + 1}), by)


def _merge_curators(target: list[Curator], source: list[Curator]) -> list[Curator]:
    known = {it.id: it for it in [*source, *target]}
    order = dict.fromkeys(it.id for it in [*target, *source])
    return [known[id] for id in order][:MAX_CURATORS]


channel_admin = ChannelAdmin(ChannelStore(), ChannelGates(), channels, identity)
