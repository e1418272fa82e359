"""Those who are asked for something hear of it, a group part by part."""

from sharewell.assignments.telling import telling
from sharewell.consume import Consumer
from sharewell.events import AssigneesCalled

handler = Consumer()


@handler.on(AssigneesCalled)
def step(called: AssigneesCalled) -> None:
    """Give notice to the next hundred, and call those after them."""
    telling.call(called)
