"""How a workflow is written down: who asks for what, and which function hears of it."""

from collections.abc import Callable
from typing import Any

from local.stack import Reply
from resilience.fixtures import House
from resilience.workflow import NOTHING_SPECIAL, Workflow

Seed = Callable[[House], Any]


def asked(
    name: str,
    handler: str,
    request: str,
    body: Any = None,
    *,
    by: str = "ada",
    seed: Seed = NOTHING_SPECIAL,
    **headers: str,
) -> Workflow:
    """Somebody asks for one thing."""
    method, _, path = request.partition(" ")

    def act(house: House) -> Reply:
        return house.asks(by, method, path, body, **headers)

    return Workflow(name, f"routes.{handler}.api", act, seed, request)


def consumed(name: str, handler: str, act: Seed, *, seed: Seed = NOTHING_SPECIAL) -> Workflow:
    """Somebody does something, and a function hears of it."""

    def done(house: House) -> None:
        act(house)

    return Workflow(name, f"{handler}.handler", done, seed)


def does(who: str, request: str, body: Any = None) -> Seed:
    """Somebody asks for one thing, and gets it."""
    method, _, path = request.partition(" ")
    return lambda house: house.did(who, method, path, body)
