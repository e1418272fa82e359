"""Builds workflows: who sends which request, and which function receives the event."""

from collections.abc import Callable
from typing import Any

from local_stack.in_process import Reply
from resilience.fixtures import SeededOrganisation
from resilience.workflow import NO_SEED, Workflow

Seed = Callable[[SeededOrganisation], Any]


def request_workflow(
    name: str,
    handler: str,
    request: str,
    body: Any = None,
    *,
    by: str = "ada",
    seed: Seed = NO_SEED,
    **headers: str,
) -> Workflow:
    """Returns a workflow of one request."""
    method, _, path = request.partition(" ")

    def act(seeded: SeededOrganisation) -> Reply:
        return seeded.request(by, method, path, body, **headers)

    return Workflow(name, f"routes.{handler}.api", act, seed, request)


def consumer_workflow(name: str, handler: str, act: Seed, *, seed: Seed = NO_SEED) -> Workflow:
    """Returns a workflow of an action and the function that consumes its event."""

    def done(seeded: SeededOrganisation) -> None:
        act(seeded)

    return Workflow(name, f"{handler}.handler", done, seed)


def request_seed(who: str, request: str, body: Any = None) -> Seed:
    """Returns a seed that sends one request, which must succeed."""
    method, _, path = request.partition(" ")
    return lambda seeded: seeded.request_ok(who, method, path, body)
