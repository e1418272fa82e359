"""Whether channels take something new, as rows (their keys are in store.py).

Whatever is tagged with a channel passes its intake in the same write, so from when a channel is
archived, or goes into another, nothing more comes into it. The intake also notes which groups ever
put something in for themselves: a channel's lists are one for everybody and one for each of these.
"""

from collections.abc import Sequence
from enum import StrEnum

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition

from sharewell import table
from sharewell.errors import Missing
from sharewell.ids import ChannelId, GroupId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row, Write


class Closed(StrEnum):
    """Why an intake takes nothing: for now, or for good."""

    ARCHIVED = "archived"
    MERGED = "merged"


class IntakeRow(Row):
    """Whether a channel takes something new, and which groups ever put something in."""

    key = KeyShape("CHANNEL#<org>#<channel> / INTAKE", parent=Parent.CHANNEL)

    closed = UnicodeAttribute(attr_name="z", null=True)
    groups = UnicodeSetAttribute(attr_name="g", null=True)


class Intakes:
    """Where it is kept what channels take."""

    def open(self, organisation: OrganisationId, id: ChannelId, write: Write) -> None:
        """Let a new channel take what comes."""
        write.put(_row(organisation, id))

    def reopen(self, organisation: OrganisationId, id: ChannelId, write: Write) -> None:
        """Let an archived channel take what comes."""
        write.update(_row(organisation, id), [IntakeRow.closed.remove()])

    def close(self, organisation: OrganisationId, id: ChannelId, why: Closed, write: Write) -> None:
        """Let a channel take nothing more."""
        write.update(_row(organisation, id), [IntakeRow.closed.set(why.value)])

    def take(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        groups: Sequence[GroupId],
        write: Write,
        *,
        keeping: bool = False,
    ) -> None:
        """Refuse the open write unless each of these channels takes something for these groups.

        `keeping` is for what is in them already: there an archived one is fine.
        """
        is_open: Condition = IntakeRow.closed.does_not_exist()
        if keeping:
            is_open = is_open | (IntakeRow.closed == Closed.ARCHIVED.value)
        holds = IntakeRow.pk.exists() & is_open
        refusal = Missing("there is no such channel", field="channels")
        for id in ids:
            row = _row(organisation, id)
            if groups:
                noted = [IntakeRow.groups.add(set(groups))]
                write.update(row, noted, only_if=holds, otherwise=refusal)
            else:
                write.check(IntakeRow, row.pk, row.sk, holds, refusal)

    def groups(self, organisation: OrganisationId, id: ChannelId) -> list[GroupId]:
        """The groups that ever put something in for themselves."""
        row = _row(organisation, id)
        found = table.get(IntakeRow, row.pk, row.sk, consistent=True)
        return sorted(GroupId(it) for it in (found and found.groups) or ())


def _row(organisation: OrganisationId, id: ChannelId) -> IntakeRow:
    return IntakeRow(*IntakeRow.key(organisation, id))
