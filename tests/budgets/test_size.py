"""What an action costs does not grow with what is there: 100,000 items cost as 25 do."""

from collections.abc import Iterator

import pytest

from budgets.actions import LISTS, READS, WRITES
from budgets.large_dataset import swell
from budgets.library import Library, library, measure

MANY = 100_000


@pytest.fixture(scope="module")
def large() -> Iterator[Library]:
    """Channels, groups and people of whom each has 100,000 things in their lists."""
    with library() as large:
        swell(large, MANY)
        yield large


def test_actions_cost_the_same_among_a_hundred_thousand(large: Library) -> None:
    """In one test, since what is written by one is there for the next, in this order."""
    costs = [(it, measure(large, it).cost) for it in [*LISTS, *READS, *WRITES]]

    assert {it.name: (cost, it.bar) for it, cost in costs if cost != it.bar} == {}
