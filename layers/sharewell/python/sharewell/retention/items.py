"""Purges deleted items after 30 days, including the rows of all domains below them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharewell import all_rows
from sharewell.aws import bucket, table
from sharewell.aws.keys import Parent
from sharewell.content.deletion import Deletions, DueItem, deletions
from sharewell.content.model import RESTORABLE_FOR
from sharewell.core.clock import Clock, now
from sharewell.core.events import ItemPurged
from sharewell.core.ids import OrganisationId
from sharewell.pictures.service import PictureRetention, picture_retention
from sharewell.reactions.service import ReactionService, reactions

PURGE_GRACE = timedelta(hours=1)
"""Added to the restorable period, so that restorations in progress finish first."""


class PurgeIncompleteError(Exception):
    """Some due items or groups could not be purged; the next run retries them."""


@dataclass(frozen=True, slots=True)
class ItemRetention:
    """Purges items that can no longer be restored."""

    deletions: Deletions
    reactions: ReactionService
    pictures: PictureRetention
    now: Clock = now

    def purge_due_items(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Purges items that can no longer be restored. Returns how many.

        Each step is idempotent. An item's entry in the list of due ones is deleted last, with its
        own row, so the next run finds interrupted purges. Stops early if `has_time` returns False.
        Raises: PurgeIncompleteError if any failed.
        """
        before, purged, failed = self.now() - RESTORABLE_FOR - PURGE_GRACE, 0, []
        for due in self.deletions.list_due(organisation, before):
            if not has_time():
                break
            try:
                self._purge_item(organisation, due, before)
                purged += 1
            except Exception as error:  # one failure does not block the others
                failed.append(error)
        if failed:
            raise PurgeIncompleteError(f"{len(failed)} items could not be purged.") from failed[0]
        return purged

    def _purge_item(self, organisation: OrganisationId, due: DueItem, before: datetime) -> None:
        id, row = due.id, self.deletions.load_due(organisation, due, before)
        if row is None:
            return
        for prefix in ("files", "thumbs"):
            bucket.delete_all_versions(f"{prefix}/{organisation}/{id}/")
        self.pictures.release(organisation, f"item#{id}")
        self.reactions.remove_from_saved(organisation, id)
        clear_below(Parent.ITEM, organisation, id)
        event = ItemPurged(organisation=organisation, at=self.now(), item=id)
        self.deletions.purge(organisation, row, event)


def clear_below(parent: Parent, organisation: OrganisationId, id: str) -> None:
    """Deletes every row below an item or a group, except its own row and its tombstone."""
    for shape in all_rows.registry.partitions_below(parent):
        table.delete_partition(shape.pk(organisation, id), keep=(parent.upper(), "TOMBSTONE"))


item_retention = ItemRetention(deletions, reactions, picture_retention)
