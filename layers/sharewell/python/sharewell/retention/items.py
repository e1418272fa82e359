"""Items that were deleted: after 30 days nothing is left of them, whichever domain kept it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharewell import all_rows, bucket, table
from sharewell.clock import Clock, now
from sharewell.content.deletion import Deletions, DueItem, deletions
from sharewell.content.model import UNDO_FOR
from sharewell.events import ItemPurged
from sharewell.ids import OrganisationId
from sharewell.keys import Parent
from sharewell.pictures.service import Kept, kept
from sharewell.reactions.service import Reactions, reactions

GRACE = timedelta(hours=1)
"""After the last moment for a restoration, until whoever was restoring is done."""


class LeftOverError(Exception):
    """Some of what was due to go is still there; it is tried again."""


@dataclass(frozen=True, slots=True)
class Purging:
    """Leave nothing of what may not be restored any more."""

    deletions: Deletions
    reactions: Reactions
    pictures: Kept
    now: Clock = now

    def purge(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Leave nothing of what was deleted too long ago; how many items that were.

        Each step can be done again. The note that an item is due goes last, with its own row, so
        whatever is interrupted is found the next time.
        """
        before, gone, failed = self.now() - UNDO_FOR - GRACE, 0, []
        for due in self.deletions.list_due(organisation, before):
            if not has_time():
                break
            try:
                self._purge(organisation, due, before)
                gone += 1
            except Exception as error:  # one that fails does not hold up the others
                failed.append(error)
        if failed:
            raise LeftOverError(f"{len(failed)} items could not be purged") from failed[0]
        return gone

    def _purge(self, organisation: OrganisationId, due: DueItem, before: datetime) -> None:
        id, row = due.id, self.deletions.load_due(organisation, due, before)
        if row is None:
            return
        for home in ("files", "thumbs"):
            bucket.destroy(f"{home}/{organisation}/{id}/")
        self.pictures.let_go(organisation, f"item#{id}")
        self.reactions.forget(organisation, id)
        clear_below(Parent.ITEM, organisation, id)
        said = ItemPurged(organisation=organisation, at=self.now(), item=id)
        self.deletions.erase(organisation, row, said)


def clear_below(parent: Parent, organisation: OrganisationId, id: str) -> None:
    """Delete every row below an item or a group but its own row, and what says that it is gone."""
    for shape in all_rows.registry.partitions_below(parent):
        table.delete_partition(shape.pk(organisation, id), keep=(parent.upper(), "GONE"))


purging = Purging(deletions, reactions, kept)
