"""Two faults in two attempts, some of all the pairs there are: make test-deep."""

import pytest

from resilience import figures
from resilience.faults import Point
from resilience.recorded import Place, pairs_of_points
from resilience.workflow import Workflow, check, run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each of as many pairs as are asked for."""
    number, seed = (metafunc.config.getoption(it) for it in ("--deep", "--seed"))
    some = pairs_of_points(number, seed)
    every = [pytest.param(it, a, b, id=f"{it.name}-{a}-{b}") for it, a, b in some]
    metafunc.parametrize(("workflow", "first", "second"), every)


def test_nothing_is_lost_or_doubled(
    place: Place, workflow: Workflow, first: Point, second: Point
) -> None:
    begins, expected = place.of(workflow)

    check(run(workflow, begins, first, second), expected)
    figures.add("pairs of faults kept")
