"""Purges deleted groups after 30 days, without exposing their items to more people."""

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.assignments.projections import AssignmentProjections as Assignments
from sharewell.assignments.projections import projections as assignments
from sharewell.aws.keys import Parent
from sharewell.content.group_removal import GroupRemoval, group_removal
from sharewell.core.clock import Clock, now
from sharewell.core.ids import OrganisationId
from sharewell.groups.model import RESTORABLE_FOR, Group
from sharewell.groups.purge import GroupPurge, group_purge
from sharewell.pictures.service import PictureRetention, picture_retention
from sharewell.retention.items import PURGE_GRACE, PurgeIncompleteError, clear_below


@dataclass(frozen=True, slots=True)
class GroupRetention:
    """Purges groups; the group's own row goes last, so interrupted purges are resumed."""

    group_purge: GroupPurge
    items: GroupRemoval
    assignments: Assignments
    pictures: PictureRetention
    now: Clock = now

    def purge_due_groups(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Purges groups that can no longer be restored. Returns how many.

        Stops early if `has_time` returns False. Raises: PurgeIncompleteError if any failed.
        """
        purged, failed = 0, []
        for group in self.group_purge.list_due(
            organisation, self.now() - RESTORABLE_FOR - PURGE_GRACE
        ):
            if not has_time():
                break
            try:
                purged += self._purge(organisation, group, has_time)
            except Exception as error:  # one failure does not block the others
                failed.append(error)
        if failed:
            raise PurgeIncompleteError(f"{len(failed)} groups could not be purged.") from failed[0]
        return purged

    def _purge(
        self, organisation: OrganisationId, group: Group, has_time: Callable[[], bool]
    ) -> bool:
        is_emptied = (
            self.group_purge.remove_members_and_invitations(organisation, group.id, has_time)
            and self.items.remove_group(organisation, group.id, has_time)
            and self.assignments.purge_group_in_batches(organisation, group.id, has_time)
        )
        if is_emptied:
            clear_below(Parent.GROUP, organisation, group.id)
            self.pictures.release(organisation, f"group#{group.id}")
            self.group_purge.purge(organisation, group)
        return is_emptied


group_retention = GroupRetention(group_purge, group_removal, assignments, picture_retention)
