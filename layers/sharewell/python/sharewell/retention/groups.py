"""Groups that were deleted: after 30 days nothing is left, and nobody sees more than before."""

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.assignments.following import Following as Assignments
from sharewell.assignments.following import following as assignments
from sharewell.clock import Clock, now
from sharewell.content.leaving import Leaving, leaving
from sharewell.groups.ending import Ending, ending
from sharewell.groups.model import UNDO_FOR, Group
from sharewell.ids import OrganisationId
from sharewell.keys import Parent
from sharewell.pictures.service import Kept, kept
from sharewell.retention.items import GRACE, LeftOverError, clear_below


@dataclass(frozen=True, slots=True)
class GroupPurging:
    """Take deleted groups apart, and the group itself last: what was interrupted is found again."""

    ending: Ending
    items: Leaving
    assignments: Assignments
    pictures: Kept
    now: Clock = now

    def purge(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Leave nothing of what was deleted too long ago; how many groups that were."""
        gone, failed = 0, []
        for group in self.ending.doomed(organisation, self.now() - UNDO_FOR - GRACE):
            if not has_time():
                break
            try:
                gone += self._purge(organisation, group, has_time)
            except Exception as error:  # one that fails does not hold up the others
                failed.append(error)
        if failed:
            raise LeftOverError(f"{len(failed)} groups could not be purged") from failed[0]
        return gone

    def _purge(
        self, organisation: OrganisationId, group: Group, has_time: Callable[[], bool]
    ) -> bool:
        is_apart = (
            self.ending.empty(organisation, group.id, has_time)
            and self.items.leave(organisation, group.id, has_time)
            and self.assignments.ended(organisation, group.id, has_time)
        )
        if is_apart:
            clear_below(Parent.GROUP, organisation, group.id)
            self.pictures.let_go(organisation, f"group#{group.id}")
            self.ending.erase(organisation, group)
        return is_apart


group_purging = GroupPurging(ending, leaving, assignments, kept)
