"""Two faults in two attempts, a sample of all pairs: make test-deep."""

import pytest

from resilience import figures
from resilience.faults import Point
from resilience.recorded import InitialStates, pairs_of_points
from resilience.workflow import Workflow, check, run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrises a test with as many pairs as requested."""
    number, seed = (metafunc.config.getoption(it) for it in ("--deep", "--seed"))
    sample_evenly = pairs_of_points(number, seed)
    every = [pytest.param(it, a, b, id=f"{it.name}-{a}-{b}") for it, a, b in sample_evenly]
    metafunc.parametrize(("workflow", "first", "second"), every)


def test_fault_loses_and_doubles_nothing(
    states: InitialStates, workflow: Workflow, first: Point, second: Point
) -> None:
    begins, expected = states.of(workflow)

    check(run(workflow, begins, first, second), expected)
    figures.add("pairs of faults kept")
