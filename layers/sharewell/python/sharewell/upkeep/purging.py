"""What was deleted: listed while it can come back, and then gone for good."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sharewell import bucket, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import UNDO_FOR
from sharewell.content.places_store import PlaceRow
from sharewell.content.store import ItemStore
from sharewell.events import ItemPurged
from sharewell.ids import OrganisationId
from sharewell.keys import Parent
from sharewell.page import Page
from sharewell.pictures.service import Kept, kept
from sharewell.reactions.service import Reactions, reactions
from sharewell.upkeep.model import DeletedItem
from sharewell.upkeep.store import PurgeStore

GRACE = timedelta(hours=1)
"""After the last moment for a restoration, until whoever was restoring is done."""


class LeftOverError(Exception):
    """Some of what was due to go is still there; it is tried again."""


@dataclass(frozen=True, slots=True)
class Purging:
    """List what may be restored; leave nothing of what may not any more."""

    store: PurgeStore
    kept: ItemStore
    reactions: Reactions
    pictures: Kept
    now: Clock = now

    def restorable(self, *, by: Caller, after: str | None) -> Page[DeletedItem]:
        """What the caller deleted, or somebody else of theirs, newest first."""
        since = self.now() - UNDO_FOR
        rows = self.store.restorable(by.organisation, by.member, since, after)
        return Page(
            items=[_deleted(row) for row in rows.items if row.is_shown_to(by)], next=rows.next
        )

    def purge(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Leave nothing of what was deleted too long ago; how many items that were.

        Each step can be done again. The note that an item is due goes last, with its own row, so
        whatever is interrupted is found the next time.
        """
        before, gone, failed = self.now() - UNDO_FOR - GRACE, 0, []
        for doomed in self._doomed(organisation, before):
            if not has_time():
                break
            try:
                self._purge(organisation, doomed, before)
                gone += 1
            except Exception as error:  # one that fails does not hold up the others
                failed.append(error)
        if failed:
            raise LeftOverError(f"{len(failed)} items could not be purged") from failed[0]
        return gone

    def _purge(self, organisation: OrganisationId, doomed: PlaceRow, before: datetime) -> None:
        id = doomed.card().id
        row = self.kept.row(organisation, id)
        deleted_at = row.deleted_at if row else None
        if row is None or deleted_at is None or deleted_at > before:
            self.store.forget(doomed)
            return
        for home in ("files", "thumbs"):
            bucket.destroy(f"{home}/{organisation}/{id}/")
        self.pictures.let_go(organisation, f"item#{id}")
        self.reactions.forget(organisation, id)
        clear_below(Parent.ITEM, organisation, id)
        said = ItemPurged(organisation=organisation, at=self.now(), item=id)
        with table.write() as write:
            self.kept.erase(organisation, row, write, said)

    def _doomed(self, organisation: OrganisationId, before: datetime) -> Iterator[PlaceRow]:
        after = None
        while True:
            rows = self.store.doomed(organisation, before, after)
            yield from rows.items
            if not (after := rows.next):
                return


def clear_below(parent: Parent, organisation: OrganisationId, id: str) -> None:
    """Delete every row below an item or a group but its own row, and what says that it is gone."""
    from sharewell import all_rows  # not loaded by who lists what may be restored

    for shape in all_rows.registry.partitions_below(parent):
        table.clear(shape.pk(organisation, id), but=(parent.upper(), "GONE"))


def _deleted(row: PlaceRow) -> DeletedItem:
    deleted_at = datetime.fromisoformat(row.sk.partition("#")[0]).replace(tzinfo=UTC)
    return DeletedItem(item=row.card(), deleted_at=deleted_at, until=deleted_at + UNDO_FOR)


purging = Purging(PurgeStore(), ItemStore(), reactions, kept)
