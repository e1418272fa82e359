"""Deleted items: what can be restored, and what is due to be purged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.deletion_store import PurgeStore
from sharewell.content.model import UNDO_FOR, DeletedItem
from sharewell.content.places_store import PlaceRow
from sharewell.content.store import ItemRow, ItemStore
from sharewell.events import ItemPurged
from sharewell.ids import ItemId, OrganisationId
from sharewell.page import Page


class DueItem(NamedTuple):
    """An item that was due to be purged when the list was read."""

    line: PlaceRow

    @property
    def id(self) -> ItemId:
        """Which item it is."""
        return self.line.card().id


@dataclass(frozen=True, slots=True)
class Deletions:
    """List deleted items, and delete their own rows for good."""

    store: PurgeStore
    kept: ItemStore
    now: Clock = now

    def restorable(self, *, by: Caller, after: str | None) -> Page[DeletedItem]:
        """What the caller deleted, or somebody else of theirs, newest first."""
        since = self.now() - UNDO_FOR
        rows = self.store.restorable(by.organisation, by.member, since, after)
        return Page(
            items=[_deleted(row) for row in rows.items if row.is_shown_to(by)], next=rows.next
        )

    def list_due(self, organisation: OrganisationId, before: datetime) -> Iterator[DueItem]:
        """Yield the items that were deleted before then, the oldest first."""
        after = None
        while True:
            rows = self.store.doomed(organisation, before, after)
            yield from map(DueItem, rows.items)
            if not (after := rows.next):
                return

    def load_due(
        self, organisation: OrganisationId, due: DueItem, before: datetime
    ) -> ItemRow | None:
        """Return the row of an item that is still due; else forget that it was, and return None."""
        row = self.kept.row(organisation, due.id)
        deleted_at = row.deleted_at if row else None
        if row is None or deleted_at is None or deleted_at > before:
            self.store.forget(due.line)
            return None
        return row

    def erase(self, organisation: OrganisationId, row: ItemRow, event: ItemPurged) -> None:
        """Delete an item's own row with its lines, once nothing lies below it any more."""
        with table.write() as write:
            self.kept.erase(organisation, row, write, event)


def _deleted(row: PlaceRow) -> DeletedItem:
    deleted_at = datetime.fromisoformat(row.sk.partition("#")[0]).replace(tzinfo=UTC)
    return DeletedItem(item=row.card(), deleted_at=deleted_at, until=deleted_at + UNDO_FOR)


deletions = Deletions(PurgeStore(), ItemStore())
