"""Long lists and rules fill a group some people at a time."""

from sharewell.consume import Consumer
from sharewell.events import GroupFillMoved
from sharewell.groups.filling.runs import runs

handler = Consumer()


@handler.on(GroupFillMoved)
def step(moved: GroupFillMoved) -> None:
    """Go on from where the filling is; who comes second finds it further."""
    runs.go_on(moved.organisation, moved.group)
