"""Two members change the same version at the same time: one of them gets a 412.

The second acts just before each call of the first, for every route that takes If-Match. One gets a
412 and has changed nothing, so they can merge their changes.
"""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from helpers.openapi import Operation, operations
from local_stack.in_process import Reply
from resilience import figures
from resilience.fixtures import SeededOrganisation
from resilience.recorded import InitialStates
from resilience.workflow import NOTHING, Scene, Workflow, calls, run_interleaved
from resilience.workflows import WORKFLOWS, without_id_names
from sharewell.core.clock import now
from sharewell.core.ids import new_ulid

VERSIONED = [it for it in operations() if it.takes_version]
MAX_VERSION = 10
"""Maximum version number in an initial state."""


@dataclass(frozen=True)
class Readers(SeededOrganisation):
    """The organisation; its members' requests carry the version that they read."""

    version: int = 0

    def request(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Sends a request with an If-Match header."""
        own = {**headers, "if_match": f'"{self.version}"'}
        if "idempotency_key" in headers:  # with one key it would count as one request, sent twice
            own["idempotency_key"] = new_ulid(now())
        return super().request(who, method, path, body, **own)


def first_workflow_for(operation: Operation) -> Workflow:
    """Returns the first workflow that sends an operation."""
    wanted = without_id_names(str(operation))
    first: Workflow = next(
        it for it in WORKFLOWS.values() if without_id_names(it.request or "") == wanted
    )
    return first


@pytest.mark.parametrize("operation", VERSIONED, ids=[it.name for it in VERSIONED])
def test_second_change_of_same_version_gets_412(
    states: InitialStates, operation: Operation
) -> None:
    workflow = first_workflow_for(operation)
    scene, alone = _read_states(workflow, states.for_both(workflow, NOTHING))

    for at in range(1, len(calls(workflow, scene))):
        own, other, shape = run_interleaved(workflow, workflow, scene, at)
        figures.add("two writers")
        first, second = sorted(it.status for it in (own, other) if it is not None)
        assert (first // 100, second) == (2, 412), (at, own, other)
        assert shape == alone, at


def _read_states(workflow: Workflow, scene: Scene) -> tuple[Scene, Any]:
    """Returns the state in which both have read the version, and the one after one's change."""
    fields = {name: getattr(scene.seeded, name) for name in ("stack", "people", "ids")}
    for version in range(MAX_VERSION):
        own = replace(scene, seeded=Readers(**fields, version=version))
        reply, _, shape = run_interleaved(workflow, NOTHING, own, None)
        assert reply is not None
        if reply.status != 412:
            assert reply.status < 300, reply.body
            return own, shape
    raise AssertionError("whatever version it is, it is stale")
