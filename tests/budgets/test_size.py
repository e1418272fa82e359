"""The cost of an action does not grow with the data: 100,000 items cost the same as 25."""

from collections.abc import Iterator

import pytest

from budgets.actions import LISTS, READS, WRITES
from budgets.large_dataset import lengthen_lists
from budgets.library import Library, library, measure

MANY = 100_000


@pytest.fixture(scope="module")
def large() -> Iterator[Library]:
    """Yields an organisation whose lists have 100,000 entries each."""
    with library() as large:
        lengthen_lists(large, MANY)
        yield large


def test_actions_cost_the_same_with_100_000_entries(large: Library) -> None:
    """In one test, since an action's rows are there for the next, in this order."""
    costs = [(it, measure(large, it).cost) for it in [*LISTS, *READS, *WRITES]]

    assert {it.name: (cost, it.budget) for it, cost in costs if cost != it.budget} == {}
