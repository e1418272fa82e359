"""Deleted items, as rows.

    read                                              key
    -----------------------------------------------   ------------------------------------------
    what a member deleted, newest first               BIN#<org>#<member> / <moment>#<item>
    what is deleted, the oldest first                 GONE#<org> / <moment>#<item>

The rows are lines of the items, which places_store.py writes with them.
"""

from datetime import datetime

from sharewell import table
from sharewell.clock import moment
from sharewell.content.places_store import PlaceRow
from sharewell.ids import MemberId, OrganisationId
from sharewell.table import KeyRange, Rows


class PurgeStore:
    """Where it is kept what was deleted, until nothing of it is."""

    def restorable(
        self, organisation: OrganisationId, member: MemberId, since: datetime, after: str | None
    ) -> Rows[PlaceRow]:
        """What a member, or somebody else of theirs, has deleted since then, newest first."""
        pk = PlaceRow.restorable.pk(organisation, member)
        return table.query_page(PlaceRow, pk, KeyRange(ge=moment(since)), after=after, reverse=True)

    def doomed(
        self, organisation: OrganisationId, before: datetime, after: str | None
    ) -> Rows[PlaceRow]:
        """What was deleted before then and is still there, the oldest first."""
        pk = PlaceRow.doomed.pk(organisation)
        return table.query_page(
            PlaceRow, pk, KeyRange(lt=moment(before)), after=after, consistent=True
        )

    def forget(self, doomed: PlaceRow) -> None:
        """It came back, or nothing of it is there."""
        with table.write() as write:
            write.remove(doomed)
