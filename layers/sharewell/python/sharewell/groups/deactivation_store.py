"""Reads and writes the state of members on the rows of rows_store.py.

read                                     key
--------------------------------------   ---------------------------------------------
groups that have a member deactivated    a BatchGetItem of GROUP#<org>#<group> / MEMBER#<member>
"""

from collections.abc import Sequence

from sharewell.aws import table
from sharewell.aws.table import Transaction
from sharewell.core.events import Event
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.groups.model import Membership
from sharewell.groups.rows_store import (
    GroupMemberRow,
    GroupRow,
    group_key,
    is_unchanged,
    membership_key,
)


class DeactivationStore:
    """Reads and writes which memberships are deactivated."""

    def list_groups_where(
        self,
        organisation: OrganisationId,
        ids: Sequence[GroupId],
        member: MemberId,
        *,
        deactivated: bool,
    ) -> list[GroupId]:
        """Returns those of these groups that have a member deactivated, or not deactivated."""
        keys = {membership_key(organisation, id, member): id for id in ids}
        rows = table.get_many(GroupMemberRow, list(keys), consistent=True)
        return [keys[row.pk, row.sk] for row in rows if bool(row.deactivated) is deactivated]

    def update(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        id: GroupId,
        old: Membership,
        new: Membership,
        event: Event,
    ) -> None:
        """Writes a membership's state, in deleted groups too. Raises VersionConflict on change."""
        row = GroupMemberRow(*membership_key(organisation, id, old.member))
        deactivated = GroupMemberRow.deactivated
        actions = [deactivated.set(True) if new.deactivated else deactivated.remove()]
        tx.update(row, actions, event, only_if=is_unchanged(old))
        if change := new.counts.minus(old.counts).deactivated:
            group = GroupRow(*group_key(organisation, id))
            tx.update(group, [GroupRow.deactivated.add(change)], only_if=GroupRow.pk.exists())
