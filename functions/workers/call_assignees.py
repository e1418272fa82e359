"""Those who are asked for something hear of it, a group part by part."""

from sharewell.assignments.telling import telling
from sharewell.consume import on
from sharewell.events import AssigneesCalled


@on(AssigneesCalled)
def handler(called: AssigneesCalled) -> None:
    """Give notice to the next hundred, and call those after them."""
    telling.call(called)
