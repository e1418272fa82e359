"""What an action costs does not grow with what is there: 100,000 items cost as 25 do."""

from collections.abc import Iterator

import pytest

from budgets.actions import LISTS, READS, WRITES
from budgets.large_dataset import swell
from budgets.library import Action, Library, library, measure

MANY = 100_000


@pytest.fixture(scope="module")
def large() -> Iterator[Library]:
    """Channels, groups and people of whom each has 100,000 things in their lists."""
    with library() as large:
        swell(large, MANY)
        yield large


@pytest.mark.parametrize("action", [*LISTS, *READS, *WRITES], ids=lambda it: it.name)
def test_it_costs_the_same_among_a_hundred_thousand(large: Library, action: Action) -> None:
    assert measure(large, action).cost == action.bar
