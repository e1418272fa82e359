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
from sharewell.table import KeyRange, Row

GONE_FOR = timedelta(days=1)
OFFERS = 25
LENGTH_OF_ID = 26


class GoneGroupRow(Row):
    """GROUP#<org>#<group> / GONE: carries the event of a group that leaves no row of its own."""


class EndingStore:
    """Where it is kept what was deleted, until nothing of it is."""

    def doomed(self, organisation: OrganisationId, before: datetime) -> Iterator[EndedRow]:
        """The notes of what was deleted before then and is still there, the oldest first."""
        after = None
        until = f"{before:%Y-%m-%dT%H:%M:%S}"
        while True:
            pk = f"ENDED#{organisation}"
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
        pk, _ = key(organisation, id)
        rows = table.query(
            InvitedRow, pk, KeyRange(prefix="INVITED#"), limit=OFFERS, consistent=True
        )
        with table.write() as write:
            for row in rows:
                whom = row.sk.removeprefix("INVITED#")
                write.remove(row)
                write.remove(OfferRow(f"MEMBER#{organisation}#{whom}", f"INVITED#{id}"))
        return bool(rows)

    def erase(self, organisation: OrganisationId, group: Group, said: GroupPurged) -> None:
        """Leave nothing of a group but, for a day, its id and that it is gone."""
        pk, sk = key(organisation, group.id)
        table.delete_partition(pk, keep=(sk, "GONE"))
        with table.write() as write:
            write.put(GoneGroupRow(pk, "GONE", expires=said.at + GONE_FOR), said)
            write.remove(GroupRow(pk, sk))
            write.remove(RuleRow(f"RULES#{organisation}", group.id))
            if group.deleted_at:
                write.remove(ended(organisation, group, group.deleted_at))


def id_of(note: EndedRow) -> GroupId:
    """The group that a note is about."""
    return GroupId(note.sk[-LENGTH_OF_ID:])
