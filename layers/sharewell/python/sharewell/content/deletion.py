"""Deleted items: those that can be restored, and those due to be purged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sharewell.aws import table
from sharewell.content.deletion_store import PurgeStore
from sharewell.content.list_entries_store import ListEntryRow
from sharewell.content.model import RESTORABLE_FOR, DeletedItem
from sharewell.content.store import ItemRow, ItemStore
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.events import ItemPurged
from sharewell.core.ids import ItemId, OrganisationId
from sharewell.core.pagination import Page


class DueItem(NamedTuple):
    """An item that was due to be purged when the list was read."""

    entry: ListEntryRow

    @property
    def id(self) -> ItemId:
        """The item's id."""
        return self.entry.card().id


@dataclass(frozen=True, slots=True)
class Deletions:
    """Lists deleted items and purges their own rows."""

    store: PurgeStore
    item_store: ItemStore
    now: Clock = now

    def list_restorable(self, *, by: Caller, after: str | None) -> Page[DeletedItem]:
        """Returns items that the caller deleted or wrote and can restore, newest first."""
        since = self.now() - RESTORABLE_FOR
        rows = self.store.list_restorable(by.organisation, by.member, since, after)
        return Page(
            items=[_deleted(row) for row in rows.items if row.is_visible_to(by)], next=rows.next
        )

    def list_due(self, organisation: OrganisationId, before: datetime) -> Iterator[DueItem]:
        """Yields the items deleted before `before`, the oldest first."""
        after = None
        while True:
            rows = self.store.list_due(organisation, before, after)
            yield from map(DueItem, rows.items)
            if not (after := rows.next):
                return

    def load_due(
        self, organisation: OrganisationId, due: DueItem, before: datetime
    ) -> ItemRow | None:
        """Returns the row of an item that is still due; otherwise drops its entry: None."""
        row = self.item_store.get_row(organisation, due.id)
        deleted_at = row.deleted_at if row else None
        if row is None or deleted_at is None or deleted_at > before:
            self.store.remove_entry(due.entry)
            return None
        return row

    def purge(self, organisation: OrganisationId, row: ItemRow, event: ItemPurged) -> None:
        """Deletes an item's own row and list entries. Call it after the rows below are gone."""
        with table.transaction() as tx:
            self.item_store.purge(organisation, row, tx, event)


def _deleted(row: ListEntryRow) -> DeletedItem:
    deleted_at = datetime.fromisoformat(row.sk.partition("#")[0]).replace(tzinfo=UTC)
    return DeletedItem(
        item=row.card(), deleted_at=deleted_at, restorable_until=deleted_at + RESTORABLE_FOR
    )


deletions = Deletions(PurgeStore(), ItemStore())
