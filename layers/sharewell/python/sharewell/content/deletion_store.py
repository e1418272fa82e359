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
from sharewell.ids import ItemId, MemberId, OrganisationId
from sharewell.table import KeyRange, Rows

PARTITIONS = (
    "ITEM#{}#{}",
    "POST#{}#item#{}",
    "WAS#{}#item#{}",
    "LIVE#{}#item#{}",
    "ASKED#{}#{}",
)
"""The partitions of rows below an item, by organisation and id: they go when the item does."""


class PurgeStore:
    """Where it is kept what was deleted, until nothing of it is."""

    def restorable(
        self, organisation: OrganisationId, member: MemberId, since: datetime, after: str | None
    ) -> Rows[PlaceRow]:
        """What a member, or somebody else of theirs, has deleted since then, newest first."""
        pk = f"BIN#{organisation}#{member}"
        return table.query_page(PlaceRow, pk, KeyRange(ge=moment(since)), after=after, reverse=True)

    def doomed(
        self, organisation: OrganisationId, before: datetime, after: str | None
    ) -> Rows[PlaceRow]:
        """What was deleted before then and is still there, the oldest first."""
        pk = f"GONE#{organisation}"
        return table.query_page(
            PlaceRow, pk, KeyRange(lt=moment(before)), after=after, consistent=True
        )

    def forget(self, doomed: PlaceRow) -> None:
        """It came back, or nothing of it is there."""
        with table.write() as write:
            write.remove(doomed)

    def empty_below(self, organisation: OrganisationId, id: ItemId) -> None:
        """Delete every row below an item; the item's own goes with its lines."""
        for partition in PARTITIONS:
            table.delete_partition(partition.format(organisation, id), keep=("ITEM", "GONE"))
