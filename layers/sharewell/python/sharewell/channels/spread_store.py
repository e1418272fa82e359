"""What a channel says of its items, on its way to them, as rows.

read                                   key
------------------------------------   ---------------------------------
how far the latest change has come     CHANNEL#<org>#<channel> / SPREAD
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from sharewell import table
from sharewell.errors import Stale
from sharewell.events import ChannelSwitched
from sharewell.ids import ChannelId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row, Write


class SpreadRow(Row):
    """How far the latest change of a channel has come to its items."""

    key = KeyShape("CHANNEL#<org>#<channel> / SPREAD", parent=Parent.CHANNEL)

    run = UnicodeAttribute(attr_name="u")
    step = NumberAttribute()


class Spreads:
    """Where it is kept how far a change has come. A later one overtakes it, as it says the same."""

    def begin(self, said: ChannelSwitched, write: Write) -> None:
        """Within the write that changes a channel: its items are to follow."""
        write.put(_row(said.organisation, said.channel, said.run, said.step), said)

    def is_due(self, said: ChannelSwitched) -> bool:
        """Whether this step has not been taken, and no later change overtook it."""
        row = _row(said.organisation, said.channel, said.run, said.step)
        found = table.get(SpreadRow, row.pk, row.sk, consistent=True)
        return found is not None and (found.run, found.step) == (said.run, said.step)

    def go_on(self, said: ChannelSwitched, next: ChannelSwitched | None) -> None:
        """Say the next step, or that there is none; twice is once."""
        row = _row(said.organisation, said.channel, said.run, said.step)
        is_here = (SpreadRow.run == said.run) & (SpreadRow.step == said.step)
        try:
            with table.write() as write:
                steps = [SpreadRow.step.set(said.step + 1)]
                write.update(row, steps, *([next] if next else []), only_if=is_here)
        except Stale:
            return


def _row(organisation: OrganisationId, id: ChannelId, run: str, step: int) -> SpreadRow:
    return SpreadRow(*SpreadRow.key(organisation, id), run=run, step=step)
