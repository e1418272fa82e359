"""A channel on its way into another: its followers, and how far its items have come."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell import table
from sharewell.channels.intake_store import Intakes
from sharewell.channels.merge_store import Mergers
from sharewell.channels.model import Channel
from sharewell.channels.service import Channels, channels
from sharewell.channels.store import ChannelStore
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Stale
from sharewell.events import ChannelMerged
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, GroupId, MemberId, new_ulid
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Merges:
    """What the steps of a merge do to channels. Each is harmless the second time."""

    store: ChannelStore
    intakes: Intakes
    mergers: Mergers
    channels: Channels
    identity: Identity
    now: Clock = now

    def target(self, said: ChannelMerged) -> Channel | None:
        """Where things go by this step; None when it has been taken."""
        if not self.mergers.is_due(said):
            return None
        return self.channels.end_of(said.organisation, said.into)

    def carry_followers(self, said: ChannelMerged, target: ChannelId) -> bool:
        """Let some of the followers follow the other channel instead; False when none is left."""
        members = self.mergers.followers(said.organisation, said.channel)
        for member in members:
            self._carry(said, target, member)
        return bool(members)

    def groups(self, said: ChannelMerged) -> list[GroupId]:
        """The groups that may have something left in it, in their order."""
        every = self.intakes.groups(said.organisation, said.channel)
        return [it for it in every if it > (said.passed or "")]

    def count(
        self, said: ChannelMerged, target: ChannelId, groups: Sequence[GroupId], write: Write
    ) -> None:
        """Within the write that moves an item: the target takes it, and one more has moved.

        What is for groups alone is not counted: the number would tell others of it.
        """
        self.channels.must_keep(said.organisation, [target], groups, write)
        if not groups:
            self.mergers.count(said.organisation, said.channel, write)

    def go_on(self, said: ChannelMerged, passed: GroupId | None) -> None:
        """Say the next step."""
        at = self.now()
        update = {"id": new_ulid(at), "at": at, "step": said.step + 1, "passed": passed}
        self.mergers.go_on(said, said.model_copy(update=update))

    def end(self, said: ChannelMerged) -> None:
        """Nothing is left."""
        self.mergers.end(said)

    def _carry(self, said: ChannelMerged, target: ChannelId, member: MemberId) -> None:
        seat = self.identity.seat(said.organisation, member)
        try:
            with table.write() as write:
                self.store.add_follower(said.organisation, target, member, write)
                self.identity.follow(write, seat, target)
        except Conflict:  # they follow it
            pass
        try:
            with table.write() as write:
                self.store.remove_follower(said.organisation, said.channel, member, write)
                self.identity.unfollow(write, seat, said.channel)
        except Stale:  # they have just stopped themselves
            pass


merges = Merges(ChannelStore(), Intakes(), Mergers(), channels, identity)
