"""Assignments follow their group: an archived one asks nothing, and a deleted one shows none."""

from sharewell.assignments.following import following
from sharewell.consume import on
from sharewell.events import GroupChanged


@on(GroupChanged)
def handler(changed: GroupChanged) -> None:
    """Bring what it was given up to what it is now."""
    following.group(changed.organisation, changed.group)
