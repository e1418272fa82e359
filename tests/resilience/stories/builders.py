"""What stories are, the functions that they are about, and actions of several domains."""

from collections.abc import Callable
from typing import Any, NamedTuple

from resilience.fixtures import SeededOrganisation
from resilience.workflows.builders import request_seed
from resilience.workflows.people import ABOUT

Do = Callable[[SeededOrganisation], Any]
MEMBERSHIPS = "consumers.groups_memberships.handler"


class Story(NamedTuple):
    """What happens, with one event for the function each, or `events_expected` of them in all."""

    handler: str
    actions: list[Do]
    events_expected: int = 0


def rename_ada(name: str) -> Do:
    return request_seed("ada", "PUT /api/me/profile", {**ABOUT, "name": name})
