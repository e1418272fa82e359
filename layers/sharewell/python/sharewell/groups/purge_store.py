"""Reads and writes what the purge of groups needs.

read                                     key
--------------------------------------   --------------------------------
groups due to be purged, oldest first    GROUP_PURGE_DUE#<org> / <deleted at>#<group>
never; its outbox holds `GroupPurged`    GROUP#<org>#<group> / TOMBSTONE
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row
from sharewell.core.events import GroupPurged
from sharewell.core.ids import GroupId, OrganisationId
from sharewell.groups.join_requests.store import InvitedPersonRow, MemberInvitationRow
from sharewell.groups.membership_rules.store import RuleRow
from sharewell.groups.model import Group
from sharewell.groups.rows_store import GroupRow, PurgeDueRow, group_key, purge_due_row

TOMBSTONE_FOR = timedelta(days=1)
INVITATION_BATCH_SIZE = 25


class GroupTombstoneRow(Row):
    """The tombstone of a purged group: its outbox holds the event."""

    key = KeyShape("GROUP#<org>#<group> / TOMBSTONE", parent=Parent.GROUP)


class GroupPurgeStore:
    """Lists deleted groups and deletes what remains of them."""

    def list_due(self, organisation: OrganisationId, before: datetime) -> Iterator[PurgeDueRow]:
        """Yields the entries of groups deleted before `before`, oldest first."""
        after = None
        until = f"{before:%Y-%m-%dT%H:%M:%S}"
        while True:
            pk = PurgeDueRow.key.pk(organisation)
            rows = table.query_page(
                PurgeDueRow, pk, KeyRange(lt=until), after=after, consistent=True
            )
            yield from rows.items
            if not (after := rows.next):
                return

    def cancel(self, note: PurgeDueRow) -> None:
        """Deletes the entry of a group that was restored."""
        with table.transaction() as tx:
            tx.delete(note)

    def remove_invitations(self, organisation: OrganisationId, id: GroupId) -> bool:
        """Deletes up to 25 invitations on both sides. Returns False if none was left."""
        pk, begins = InvitedPersonRow.key.pk(organisation, id), InvitedPersonRow.key.begins()
        rows = table.query(
            InvitedPersonRow,
            pk,
            KeyRange(prefix=begins),
            limit=INVITATION_BATCH_SIZE,
            consistent=True,
        )
        with table.transaction() as tx:
            for row in rows:
                invited = row.key_value("invited")
                tx.delete(row)
                tx.delete(MemberInvitationRow(*MemberInvitationRow.key(organisation, invited, id)))
        return bool(rows)

    def purge(self, organisation: OrganisationId, group: Group, event: GroupPurged) -> None:
        """Deletes a group's rows and writes its tombstone, which expires after a day."""
        key = GroupTombstoneRow.key(organisation, group.id)
        with table.transaction() as tx:
            tx.put(GroupTombstoneRow(*key, expires=event.at + TOMBSTONE_FOR), event)
            tx.delete(GroupRow(*group_key(organisation, group.id)))
            tx.delete(RuleRow(*RuleRow.key(organisation, group.id)))
            if group.deleted_at:
                tx.delete(purge_due_row(organisation, group, group.deleted_at))


def id_of(note: PurgeDueRow) -> GroupId:
    """Returns the group of an entry."""
    return GroupId(note.key_value("group"))
