"""Stores whether channels accept new items: their gates (key table in store.py).

Every write that tags something with a channel checks its gate in the same transaction, so nothing
enters a channel once it is archived or merged. The gate also records the groups that ever shared
something there: a channel has one list for the organisation and one for each of these groups.
"""

from collections.abc import Sequence
from enum import StrEnum

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import Row, Transaction
from sharewell.core.errors import NotFound
from sharewell.core.ids import ChannelId, GroupId, OrganisationId


class ClosedReason(StrEnum):
    """Why a gate is closed: archived can be undone, merged is permanent."""

    ARCHIVED = "archived"
    MERGED = "merged"


class ChannelGateRow(Row):
    """Whether a channel accepts new items, and the groups that ever shared something there."""

    key = KeyShape("CHANNEL#<org>#<channel> / GATE", parent=Parent.CHANNEL)

    closed = UnicodeAttribute(attr_name="z", null=True)
    groups = UnicodeSetAttribute(attr_name="g", null=True)


class ChannelGates:
    """Opens, closes and checks the gates of channels."""

    def open(self, organisation: OrganisationId, id: ChannelId, tx: Transaction) -> None:
        """Writes the open gate of a new channel."""
        tx.put(_row(organisation, id))

    def reopen(self, organisation: OrganisationId, id: ChannelId, tx: Transaction) -> None:
        """Reopens the gate of an archived channel."""
        tx.update(_row(organisation, id), [ChannelGateRow.closed.remove()])

    def close(
        self, organisation: OrganisationId, id: ChannelId, reason: ClosedReason, tx: Transaction
    ) -> None:
        """Closes the gate of a channel."""
        tx.update(_row(organisation, id), [ChannelGateRow.closed.set(reason.value)])

    def require_open(
        self,
        organisation: OrganisationId,
        ids: Sequence[ChannelId],
        groups: Sequence[GroupId],
        tx: Transaction,
        *,
        or_archived: bool = False,
    ) -> None:
        """Adds condition checks: each channel is open. Records the groups in its gate.

        `or_archived` also admits archived channels, for items that are in them already.
        Raises: NotFound if a channel does not exist, is closed or merged.
        """
        is_open: Condition = ChannelGateRow.closed.does_not_exist()
        if or_archived:
            is_open = is_open | (ChannelGateRow.closed == ClosedReason.ARCHIVED.value)
        holds = ChannelGateRow.pk.exists() & is_open
        refusal = NotFound("This channel does not exist or accepts nothing new.", field="channels")
        for id in ids:
            row = _row(organisation, id)
            if groups:
                recorded = [ChannelGateRow.groups.add(set(groups))]
                tx.update(row, recorded, only_if=holds, error=refusal)
            else:
                tx.check(ChannelGateRow, row.pk, row.sk, holds, refusal)

    def list_groups(self, organisation: OrganisationId, id: ChannelId) -> list[GroupId]:
        """Returns the groups that ever shared something in a channel, sorted."""
        row = _row(organisation, id)
        found = table.get(ChannelGateRow, row.pk, row.sk, consistent=True)
        return sorted(GroupId(it) for it in (found and found.groups) or ())


def _row(organisation: OrganisationId, id: ChannelId) -> ChannelGateRow:
    return ChannelGateRow(*ChannelGateRow.key(organisation, id))
