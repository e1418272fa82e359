"""Projections of a group's state and membership onto its assignments."""

from sharewell.assignments.projections import projections
from sharewell.core.events import (
    GroupChanged,
    GroupPurged,
    GroupRoleChanged,
    MemberJoinedGroup,
    MemberLeftGroup,
)
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(GroupChanged)
def sync_group(event: GroupChanged) -> None:
    """Copies the group's state to its assignments; those of an inactive group do not apply."""
    projections.sync_group(event.organisation, event.group)


@handler.on(GroupPurged)
def delete_assignments_of_group(event: GroupPurged) -> None:
    """Deletes all assignments of the group."""
    projections.purge_group(event.organisation, event.group)


@handler.on(MemberJoinedGroup, MemberLeftGroup, GroupRoleChanged)
def sync_membership(event: MemberJoinedGroup | MemberLeftGroup | GroupRoleChanged) -> None:
    """Counts a member's progress only while they are an active assignee of the group."""
    projections.sync_membership(event.organisation, event.group, event.member)
