"""Fixtures: the state in which workflows begin."""

from collections.abc import Iterator

import pytest

from resilience.fixtures import seeded_organisation
from resilience.moto_snapshot import take_snapshot
from resilience.recorded import InitialStates
from resilience.workflows import WORKFLOWS


def pytest_configure(config: pytest.Config) -> None:
    """Deselects workflows that `--workflows` does not name."""
    words = config.getoption("--workflows").split()
    for name in [it for it in WORKFLOWS if words and not any(word in it for word in words)]:
        del WORKFLOWS[name]


@pytest.fixture(scope="module")
def states() -> Iterator[InitialStates]:
    """Returns one seeded organisation for all tests of a file."""
    with seeded_organisation() as seeded:
        yield InitialStates(seeded, take_snapshot(seeded.stack))
