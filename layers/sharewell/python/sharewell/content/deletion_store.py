"""Stores which items are deleted.

    read                                              key
    -----------------------------------------------   ------------------------------------------
    a member's restorable items, newest first         DELETED_BY#<org>#<member> / <moment>#<item>
    deleted items, the oldest first                   PURGE_DUE#<org> / <moment>#<item>

The rows are list entries, which list_entries_store.py derives from the items.
"""

from datetime import datetime

from sharewell.aws import table
from sharewell.aws.table import KeyRange, RowPage
from sharewell.content.list_entries_store import ListEntryRow
from sharewell.core.clock import format_timestamp
from sharewell.core.ids import MemberId, OrganisationId


class PurgeStore:
    """Reads and removes the list entries of deleted items."""

    def list_restorable(
        self, organisation: OrganisationId, member: MemberId, since: datetime, after: str | None
    ) -> RowPage[ListEntryRow]:
        """Returns a page of items deleted since `since` by the member or as one of its authors."""
        pk = ListEntryRow.deleted_by.pk(organisation, member)
        return table.query_page(
            ListEntryRow, pk, KeyRange(ge=format_timestamp(since)), after=after, reverse=True
        )

    def list_due(
        self, organisation: OrganisationId, before: datetime, after: str | None
    ) -> RowPage[ListEntryRow]:
        """Returns a page of items deleted before `before` and not purged yet, the oldest first."""
        pk = ListEntryRow.purge_due.pk(organisation)
        return table.query_page(
            ListEntryRow, pk, KeyRange(lt=format_timestamp(before)), after=after, consistent=True
        )

    def remove_entry(self, entry: ListEntryRow) -> None:
        """Removes the entry of an item that was restored or is already purged."""
        with table.transaction() as tx:
            tx.delete(entry)
