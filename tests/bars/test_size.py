"""What an action costs does not grow with what is there: thousands of items cost as 25 do."""

from collections.abc import Iterator

import pytest

from bars.actions import LISTS, READS, WRITES, Action, Library, library, measure

MANY = 2_000
TRIED = [*LISTS, *READS, *WRITES[:2]]
"""Not everything: the in-memory table copies all of its rows for every transaction."""


@pytest.fixture(scope="module")
def large() -> Iterator[Library]:
    """A channel with a hundred pages."""
    with library(MANY) as large:
        yield large


@pytest.mark.parametrize("action", TRIED, ids=lambda it: it.name)
def test_it_costs_the_same_among_thousands(large: Library, action: Action) -> None:
    assert measure(large, action).cost == action.bar
