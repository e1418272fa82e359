"""Assignments follow their group: its state and its membership."""

from sharewell.assignments.following import following
from sharewell.consume import Consumer
from sharewell.events import (
    GroupChanged,
    GroupPurged,
    GroupRoleChanged,
    MemberJoinedGroup,
    MemberLeftGroup,
)

handler = Consumer()


@handler.on(GroupChanged)
def sync_group(event: GroupChanged) -> None:
    """Copies the group's state to its assignments; an archived or deleted one asks nothing."""
    following.group(event.organisation, event.group)


@handler.on(GroupPurged)
def delete_assignments_of_group(event: GroupPurged) -> None:
    """Deletes all assignments of the group."""
    following.without_group(event.organisation, event.group)


@handler.on(MemberJoinedGroup, MemberLeftGroup, GroupRoleChanged)
def sync_membership(event: MemberJoinedGroup | MemberLeftGroup | GroupRoleChanged) -> None:
    """Counts a member's progress exactly while they are an active assignee of the group."""
    following.people(event.organisation, event.group, event.member)
