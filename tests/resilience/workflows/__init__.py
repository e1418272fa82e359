"""What people do and what follows from it: everything that writes, as it is made to fail.

A workflow is for one function, whose calls go wrong one after the other. Where an operation needs
something special to be there before, its `seed` makes it. Those in this folder are written down, a
file for each part of the product; what writes and has none there is asked for in the simplest way.
"""

import re

from helpers.openapi import Operation, operations, sensible
from local import template
from resilience.fixtures import ONCE
from resilience.workflow import Workflow
from resilience.workflows import (
    assignments,
    channels,
    discussions,
    groups,
    imports,
    items,
    links,
    people,
    pictures,
    upkeep,
    uploads,
)
from resilience.workflows.words import asked

PARTS = (
    people,
    groups,
    channels,
    items,
    uploads,
    assignments,
    pictures,
    upkeep,
    links,
    discussions,
    imports,
)
BY_HAND = {it.name: it for part in PARTS for it in part.WORKFLOWS}


def generated(operation: Operation) -> Workflow:
    """Somebody asks for what nobody has written a workflow for, in the simplest way there is."""
    [handler] = {
        route.handler.removeprefix("routes.").removesuffix(".api")
        for route in template.routes()
        if (route.method, route.path) == (operation.method, operation.path)
    }
    body = sensible(operation) if operation.body else None
    what = operation.name, handler, str(operation), body
    return asked(*what, idempotency_key=ONCE) if operation.takes_key else asked(*what)


def alike(request: str) -> str:
    """A request, whatever its ids are called."""
    return re.sub(r"{\w+}", "{}", request)


_written = {alike(it.request) for it in BY_HAND.values() if it.request}
WORKFLOWS = BY_HAND | {
    it.name: generated(it)
    for it in operations()
    if it.method != "GET" and alike(str(it)) not in _written
}
"""Each by its name; what writes and has none by hand is asked for in the simplest way."""


def unheard() -> set[str]:
    """What hears events, or is told to do something, and is never made to fail."""
    consuming = {it["Handler"] for _, it in template.functions()}
    consuming -= {route.handler for route in template.routes()}
    return consuming - {it.handler for it in WORKFLOWS.values()}


def unasked() -> set[str]:
    """Requests that write and are never made to fail."""
    asked = {alike(it.request) for it in WORKFLOWS.values() if it.request}
    return {str(it) for it in operations() if it.method != "GET" and alike(str(it)) not in asked}
