"""Long lists and rules fill a group some people at a time."""

from sharewell.consume import on
from sharewell.events import GroupFillMoved
from sharewell.groups.filling.runs import runs


@on(GroupFillMoved)
def handler(moved: GroupFillMoved) -> None:
    """Go on from where the filling is; who comes second finds it further."""
    runs.go_on(moved.organisation, moved.group)
