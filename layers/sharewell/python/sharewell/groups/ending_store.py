"""Deleted groups, as rows.

read                                     key
--------------------------------------   --------------------------------
which are to go for good, oldest first   ENDED#<org> / <deleted at>#<group>
nobody: what is gone says so             GROUP#<org>#<group> / GONE
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sharewell import table
from sharewell.events import GroupPurged
from sharewell.groups.asking.store import InvitedRow, OfferRow
from sharewell.groups.membership_rules.store import RuleRow
from sharewell.groups.model import Group
from sharewell.groups.rows_store import EndedRow, GroupRow, ended, key
from sharewell.ids import GroupId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import KeyRange, Row

GONE_FOR = timedelta(days=1)
OFFERS = 25


class GoneGroupRow(Row):
    """Carries the event of a group that leaves no row of its own."""

    key = KeyShape("GROUP#<org>#<group> / GONE", parent=Parent.GROUP)


class EndingStore:
    """Where it is kept what was deleted, until nothing of it is."""

    def doomed(self, organisation: OrganisationId, before: datetime) -> Iterator[EndedRow]:
        """The notes of what was deleted before then and is still there, the oldest first."""
        after = None
        until = f"{before:%Y-%m-%dT%H:%M:%S}"
        while True:
            pk = EndedRow.key.pk(organisation)
            rows = table.query_page(EndedRow, pk, KeyRange(lt=until), after=after, consistent=True)
            yield from rows.items
            if not (after := rows.next):
                return

    def forget(self, note: EndedRow) -> None:
        """It came back."""
        with table.write() as write:
            write.remove(note)

    def withdraw(self, organisation: OrganisationId, id: GroupId) -> bool:
        """Take some of its invitations back, on both sides; False when there are none."""
        pk, begins = InvitedRow.key.pk(organisation, id), InvitedRow.key.begins()
        rows = table.query(InvitedRow, pk, KeyRange(prefix=begins), limit=OFFERS, consistent=True)
        with table.write() as write:
            for row in rows:
                whom = row.key_value("invited")
                write.remove(row)
                write.remove(OfferRow(*OfferRow.key(organisation, whom, id)))
        return bool(rows)

    def erase(self, organisation: OrganisationId, group: Group, said: GroupPurged) -> None:
        """Leave nothing of a group but, for a day, its id and that it is gone."""
        gone = GoneGroupRow.key(organisation, group.id)
        with table.write() as write:
            write.put(GoneGroupRow(*gone, expires=said.at + GONE_FOR), said)
            write.remove(GroupRow(*key(organisation, group.id)))
            write.remove(RuleRow(*RuleRow.key(organisation, group.id)))
            if group.deleted_at:
                write.remove(ended(organisation, group, group.deleted_at))


def id_of(note: EndedRow) -> GroupId:
    """The group that a note is about."""
    return GroupId(note.key_value("group"))
