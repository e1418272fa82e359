"""Where every workflow begins."""

from collections.abc import Iterator

import pytest

from resilience.fixtures import seeded_organisation
from resilience.moto_snapshot import keep
from resilience.recorded import Place
from resilience.workflows import WORKFLOWS


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what is not asked for, where some workflows are named."""
    words = config.getoption("--workflows").split()
    for name in [it for it in WORKFLOWS if words and not any(word in it for word in words)]:
        del WORKFLOWS[name]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """One house for all the tests of a file."""
    with seeded_organisation() as house:
        yield Place(house, keep(house.stack))
