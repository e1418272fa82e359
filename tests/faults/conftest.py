"""Where every workflow begins."""

from collections.abc import Iterator

import pytest

from faults.house import furnished
from faults.recorded import Place
from net.kept import keep


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """One house for all the tests of a file."""
    with furnished() as house:
        yield Place(house, keep(house.stack))
