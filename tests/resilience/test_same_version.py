"""Two who have read the same version and change it at the same time: one of them is told so.

The second acts just before each call of the first, for every route that takes If-Match. One gets a
412 and has changed nothing, so that what they wrote is still theirs to bring in.
"""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from helpers.openapi import Operation, operations
from local.stack import Reply
from resilience import figures
from resilience.fixtures import House
from resilience.recorded import Place
from resilience.workflow import NOTHING, Scene, Workflow, calls, together
from resilience.workflows import WORKFLOWS, alike
from sharewell.clock import now
from sharewell.ids import new_ulid

VERSIONED = [it for it in operations() if it.takes_version]
MOST = 10
"""Versions that something has gone through where a workflow begins."""


@dataclass(frozen=True)
class Readers(House):
    """The house, where whoever changes something has read it in a version."""

    version: int = 0

    def asks(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One request that says which version it is about."""
        own = {**headers, "if_match": f'"{self.version}"'}
        if "idempotency_key" in headers:  # under one key it would be one request, asked twice
            own["idempotency_key"] = new_ulid(now())
        return super().asks(who, method, path, body, **own)


def asking(operation: Operation) -> Workflow:
    """The first workflow that asks for it."""
    wanted = alike(str(operation))
    first: Workflow = next(it for it in WORKFLOWS.values() if alike(it.request or "") == wanted)
    return first


@pytest.mark.parametrize("operation", VERSIONED, ids=[it.name for it in VERSIONED])
def test_of_two_who_change_one_version_one_is_told(place: Place, operation: Operation) -> None:
    workflow = asking(operation)
    scene, alone = _where_it_is_current(workflow, place.of_both(workflow, NOTHING))

    for at in range(1, len(calls(workflow, scene))):
        own, other, shape = together(workflow, workflow, scene, at)
        figures.add("two writers")
        first, second = sorted(it.status for it in (own, other) if it is not None)
        assert (first // 100, second) == (2, 412), (at, own, other)
        assert shape == alone, at


def _where_it_is_current(workflow: Workflow, scene: Scene) -> tuple[Scene, Any]:
    """The scene where both have read what is there, and how it looks when one has changed it."""
    fields = {name: getattr(scene.house, name) for name in ("stack", "people", "ids")}
    for version in range(MOST):
        own = replace(scene, house=Readers(**fields, version=version))
        reply, _, shape = together(workflow, NOTHING, own, None)
        assert reply is not None
        if reply.status != 412:
            assert reply.status < 300, reply.body
            return own, shape
    raise AssertionError("whatever version it is, it is stale")
