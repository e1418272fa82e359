"""All operations that write, and their consequences, as workflows that are made to fail.

A workflow is for one function, whose calls fail one after the other. Where an operation needs
something in particular, its `seed` creates it. The modules of this folder define workflows for each
part of the product; other operations that write get a generated one.
"""

import re

from helpers.openapi import Operation, operations, sensible
from local_stack import templates
from resilience.fixtures import IDEMPOTENCY_KEY
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
    uploads,
    verification,
)
from resilience.workflows.builders import request_workflow

PARTS = (
    people,
    groups,
    channels,
    items,
    uploads,
    assignments,
    pictures,
    verification,
    links,
    discussions,
    imports,
)
WRITTEN = {it.name: it for part in PARTS for it in part.WORKFLOWS}


def generated(operation: Operation) -> Workflow:
    """Returns a workflow with the simplest request of an operation."""
    [handler] = {
        route.handler.removeprefix("routes.").removesuffix(".api")
        for route in templates.routes()
        if (route.method, route.path) == (operation.method, operation.path)
    }
    body = sensible(operation) if operation.body else None
    what = operation.name, handler, str(operation), body
    if operation.takes_key:
        return request_workflow(*what, idempotency_key=IDEMPOTENCY_KEY)
    return request_workflow(*what)


def without_id_names(request: str) -> str:
    """Returns a request without the names of its ids."""
    return re.sub(r"{\w+}", "{}", request)


_covered = {without_id_names(it.request) for it in WRITTEN.values() if it.request}
WORKFLOWS = WRITTEN | {
    it.name: generated(it)
    for it in operations()
    if it.method != "GET" and without_id_names(str(it)) not in _covered
}
"""All workflows by name: those defined here, and generated ones for the other operations."""


def uncovered_handlers() -> set[str]:
    """Returns the handlers of events and tasks that no workflow covers."""
    consuming = {it["Handler"] for _, it in templates.functions()}
    consuming -= {route.handler for route in templates.routes()}
    return consuming - {it.handler for it in WORKFLOWS.values()}


def uncovered_requests() -> set[str]:
    """Returns the requests that write and that no workflow covers."""
    covered = {without_id_names(it.request) for it in WORKFLOWS.values() if it.request}
    return {
        str(it)
        for it in operations()
        if it.method != "GET" and without_id_names(str(it)) not in covered
    }
