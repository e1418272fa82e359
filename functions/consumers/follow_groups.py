"""Assignments follow their group: an archived one asks nothing, a deleted one shows none."""

from sharewell.assignments.following import following
from sharewell.consume import on
from sharewell.events import GroupChanged, GroupPurged


@on(GroupChanged)
def changed(group: GroupChanged) -> None:
    """Bring what it was given up to what it is now."""
    following.group(group.organisation, group.group)


@on(GroupPurged)
def purged(group: GroupPurged) -> None:
    """Leave nothing of it."""
    following.without_group(group.organisation, group.group)
