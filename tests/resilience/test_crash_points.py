"""Whatever goes wrong at whichever call to AWS: nothing is lost, and nothing is there twice.

Each test makes one call of one function fail in one way, delivers again what AWS would deliver
again or asks again as people do, does it all once more, and then looks at everything there is.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpers.openapi import operations
from resilience import figures
from resilience.faults import Fault, Point
from resilience.outside import CONNECT, Wrong
from resilience.recorded import Place, points, recorded, some
from resilience.workflow import Workflow, calls, check, give_up, rows_agree, run
from resilience.workflows import WORKFLOWS, generated, unasked, unheard

EVERY_DAY = 960
"""Points of the normal suite, of all workflows and calls and by turns of all faults; `--whole` has
the rest. What goes out to somebody else's server fails in every way every day."""


def half_done() -> Iterator[tuple[str, Point]]:
    """A request that ends between two of its writes to the table."""
    for name, (seen, *_) in recorded().items():
        writes = [n for n, it in enumerate(seen) if it.writes and it.name.startswith("dynamodb.")]
        for at in writes[1:] if WORKFLOWS[name].is_asked else ():
            yield name, Point(at, seen[at].name, Fault.KILLED_BEFORE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each point, named after it."""
    if "unfinished" in metafunc.fixturenames:
        some_of = [pytest.param(at, name, id=f"{name}-{at}") for name, at in half_done()]
        metafunc.parametrize(("unfinished", "of"), some_of)
    if "point" in metafunc.fixturenames:
        found = list(points())
        out = [it for it in found if it[1].name == CONNECT]
        others = [it for it in found if it[1].name != CONNECT]
        tried = some(others, EVERY_DAY, whole=metafunc.config.getoption("--whole"))
        every = [pytest.param(it, at, id=f"{it.name}-{at}") for it, at in (*tried, *out)]
        metafunc.parametrize(("workflow", "point"), every)


def test_nothing_is_lost_or_doubled(place: Place, workflow: Workflow, point: Point) -> None:
    figures.add("crash points enumerated")
    begins, expected = place.of(workflow)

    check(run(workflow, begins, point), expected)
    figures.add("crash points kept")


def test_everything_that_hears_events_or_writes_is_made_to_fail() -> None:
    assert unheard() == set()
    assert unasked() == set()


def test_who_gives_up_leaves_nothing_half_done(place: Place, unfinished: Point, of: str) -> None:
    workflow = WORKFLOWS[of]
    begins, _ = place.of(workflow)

    give_up(workflow, begins, unfinished)
    rows_agree(begins.stack)


def test_what_asks_somebody_elses_server_meets_all_that_goes_wrong_there() -> None:
    met = {(it.name, at.call, at.fault) for it, at in points() if at.name == CONNECT}

    for asking in ("read_a_link", "preview_link"):
        for call, _of in ((1, "the page"), (2, "its picture")):
            assert {(asking, call, wrong) for wrong in Wrong} < met


@pytest.mark.parametrize("name", ["publish_item", "make_group", "begin_upload", "change_channel"])
def test_a_new_route_is_made_to_fail_without_asking(place: Place, name: str) -> None:
    [operation] = [it for it in operations() if it.name == name]
    workflow = replace(generated(operation), name=f"generated {name}")

    begins, expected = place.of(workflow)
    [*_, last] = calls(workflow, begins)
    assert last.writes
    for fault in last.faults():
        check(
            run(workflow, begins, Point(len(calls(workflow, begins)) - 1, last.name, fault)),
            expected,
        )
