"""Whatever goes wrong at whichever call to AWS: nothing is lost, and nothing is there twice.

Each test makes one call of one function fail in one way, delivers again what AWS would deliver
again or asks again as people do, does it all once more, and then looks at everything there is.
"""

import re

import pytest

from faults.recorded import Place, points
from faults.workflows import WORKFLOWS
from local import template
from net import figures
from net.faults import Point
from net.workflow import Workflow, check, run
from operations import operations


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each point, named after it."""
    if "point" in metafunc.fixturenames:
        every = [pytest.param(it, at, id=f"{it.name}-{at}") for it, at in points()]
        metafunc.parametrize(("workflow", "point"), every)


def test_nothing_is_lost_or_doubled(place: Place, workflow: Workflow, point: Point) -> None:
    figures.add("crash points enumerated")
    begins, expected = place.of(workflow)

    check(run(workflow, begins, point), expected)
    figures.add("crash points kept")


def test_everything_that_writes_is_made_to_fail() -> None:
    asked = {_alike(it.request) for it in WORKFLOWS.values() if it.request}
    consuming = {it["Handler"] for _, it in template.functions()}
    consuming -= {route.handler for route in template.routes()}

    assert asked == {_alike(str(it)) for it in operations() if it.method != "GET"}
    assert {it.handler for it in WORKFLOWS.values() if not it.request} == consuming


def _alike(request: str) -> str:
    return re.sub(r"{\w+}", "{}", request)
