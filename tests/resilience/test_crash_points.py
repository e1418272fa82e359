"""Any fault at any AWS call: nothing is lost, and nothing is there twice.

Each test makes one call of one function fail in one way, redelivers what AWS would redeliver or
retries as people do, repeats it all once, and then checks all invariants.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpers.openapi import operations
from resilience import figures
from resilience.external import CONNECT, Wrong
from resilience.faults import Fault, Point
from resilience.recorded import InitialStates, points, recorded, sample_evenly
from resilience.workflow import Workflow, calls, check, check_invariants, run, run_without_retry
from resilience.workflows import WORKFLOWS, generated, uncovered_handlers, uncovered_requests

EVERY_DAY = 960
"""Points of the normal suite, of all workflows and calls and by turns of all faults; `--whole` has
the rest. All faults of external servers are always in it.
"""


def half_done() -> Iterator[tuple[str, Point]]:
    """Returns the faults that end a request between two of its writes to the table."""
    for name, (seen, *_) in recorded().items():
        writes = [n for n, it in enumerate(seen) if it.writes and it.name.startswith("dynamodb.")]
        for at in writes[1:] if WORKFLOWS[name].is_request else ():
            yield name, Point(at, seen[at].name, Fault.KILLED_BEFORE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrises a test with the points, as its names."""
    if "unfinished" in metafunc.fixturenames:
        some_of = [pytest.param(at, name, id=f"{name}-{at}") for name, at in half_done()]
        metafunc.parametrize(("unfinished", "of"), some_of)
    if "point" in metafunc.fixturenames:
        found = list(points())
        out = [it for it in found if it[1].name == CONNECT]
        others = [it for it in found if it[1].name != CONNECT]
        tried = sample_evenly(others, EVERY_DAY, whole=metafunc.config.getoption("--whole"))
        every = [pytest.param(it, at, id=f"{it.name}-{at}") for it, at in (*tried, *out)]
        metafunc.parametrize(("workflow", "point"), every)


def test_fault_loses_and_doubles_nothing(
    states: InitialStates, workflow: Workflow, point: Point
) -> None:
    figures.add("crash points enumerated")
    begins, expected = states.of(workflow)

    check(run(workflow, begins, point), expected)
    figures.add("crash points kept")


def test_workflows_cover_all_consumers_and_writes() -> None:
    assert uncovered_handlers() == set()
    assert uncovered_requests() == set()


def test_caller_who_gives_up_leaves_nothing_half_done(
    states: InitialStates, unfinished: Point, of: str
) -> None:
    workflow = WORKFLOWS[of]
    begins, _ = states.of(workflow)

    run_without_retry(workflow, begins, unfinished)
    check_invariants(begins.stack)


def test_external_calls_meet_every_external_fault() -> None:
    met = {(it.name, at.call, at.fault) for it, at in points() if at.name == CONNECT}

    for asking in ("fetch_preview", "preview_link"):
        for call, _of in ((1, "the page"), (2, "its picture")):
            assert {(asking, call, wrong) for wrong in Wrong} < met


@pytest.mark.parametrize(
    "name", ["publish_item", "create_group", "create_upload", "change_channel"]
)
def test_new_route_gets_crash_points(states: InitialStates, name: str) -> None:
    [operation] = [it for it in operations() if it.name == name]
    workflow = replace(generated(operation), name=f"generated {name}")

    begins, expected = states.of(workflow)
    [*_, last] = calls(workflow, begins)
    assert last.writes
    for fault in last.faults():
        check(
            run(workflow, begins, Point(len(calls(workflow, begins)) - 1, last.name, fault)),
            expected,
        )
