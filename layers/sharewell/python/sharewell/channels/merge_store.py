"""Channels on their way into others, as rows (their keys are in store.py)."""

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.update import Action

from sharewell import table
from sharewell.channels.model import Channel
from sharewell.channels.store import ChannelRow, FollowerRow, formerly, key, line_of
from sharewell.errors import Stale
from sharewell.events import ChannelMerged
from sharewell.ids import ChannelId, MemberId, OrganisationId
from sharewell.table import Write

FOLLOWERS = 20
"""Followers that are carried over in one step."""


class MergedRow(ChannelRow):
    """The row of a channel that goes into another."""

    step = NumberAttribute(default=0)


class Mergers:
    """How far a channel has gone into another."""

    def begin(
        self,
        organisation: OrganisationId,
        source: Channel,
        write: Write,
        said: ChannelMerged,
    ) -> None:
        """Let it leave the directory, its name leading on; refused when it has changed."""
        write.update(
            MergedRow(*key(organisation, source.id)),
            [
                MergedRow.archived_at.set(said.at),
                MergedRow.into.set(said.into),
                MergedRow.moving.set(True),
                MergedRow.step.set(0),
                MergedRow.pinned.set([]),
                MergedRow.version.set(source.version + 1),
            ],
            said,
            only_if=MergedRow.version == source.version,
        )
        write.remove(line_of(organisation, source.name))
        write.put(formerly(organisation, source.name, said.into))

    def is_due(self, said: ChannelMerged) -> bool:
        """Whether this step of it has not been taken."""
        row = table.get(MergedRow, *key(said.organisation, said.channel), consistent=True)
        return row is not None and row.moving and row.step == said.step

    def go_on(self, said: ChannelMerged, step: ChannelMerged) -> None:
        """Say the next step; twice is once."""
        self._note(said, [MergedRow.step.set(step.step)], step)

    def end(self, said: ChannelMerged) -> None:
        """Nothing is left to be moved."""
        self._note(said, [MergedRow.moving.set(False)])

    def count(self, organisation: OrganisationId, id: ChannelId, write: Write) -> None:
        """Within the write that moves something that everybody sees: one more has moved."""
        row = MergedRow(*key(organisation, id))
        write.update(row, [MergedRow.moved.add(1)], only_if=MergedRow.pk.exists())

    def followers(self, organisation: OrganisationId, id: ChannelId) -> list[MemberId]:
        """Some of those who still follow it."""
        pk, begins = FollowerRow.key.pk(organisation, id), FollowerRow.key.begins()
        rows = table.page(FollowerRow, pk, begins=begins, limit=FOLLOWERS, consistent=True)
        return [MemberId(row.key_value("member")) for row in rows.items]

    def _note(self, said: ChannelMerged, actions: Sequence[Action], *events: ChannelMerged) -> None:
        row = MergedRow(*key(said.organisation, said.channel))
        holds = (MergedRow.step == said.step) & (MergedRow.moving == True)  # noqa: E712  # a condition
        try:
            with table.write() as write:
                write.update(row, actions, *events, only_if=holds)
        except Stale:
            return
