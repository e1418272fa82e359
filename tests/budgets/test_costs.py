"""The budget of each action in AWS calls and request units, compared exactly."""

from collections.abc import Iterator

import pytest

from budgets.actions import FLOWS, LARGE_REPLACEMENT, LISTS, READS, WRITES
from budgets.library import Action, Cost, Library, library, measure

MAX_BYTES = 6_000
MAX_BYTES_FOUND = 8_000
"""Ten hits with their snippets, and the counts of every filter."""
EVERY = [*LISTS, *READS, *WRITES, *FLOWS]


@pytest.fixture(scope="module")
def small() -> Iterator[Library]:
    """Yields an organisation with little more than one page in each list."""
    with library() as small:
        yield small


def test_actions_stay_within_their_budgets(small: Library) -> None:
    """In one test, since an action's rows are there for the next, in this order."""
    costs = [(it, measure(small, it).cost) for it in EVERY]

    assert {it.name: (cost, it.budget) for it, cost in costs if cost != it.budget} == {}


@pytest.mark.parametrize("action", LISTS, ids=lambda it: it.name)
def test_response_size_is_limited(small: Library, action: Action) -> None:
    limit = MAX_BYTES_FOUND if action.name.startswith("search") else MAX_BYTES
    assert 0 < measure(small, action).bytes <= limit


@pytest.mark.parametrize("action", [*LISTS, *READS], ids=lambda it: it.name)
def test_reads_wait_for_two_calls_at_most(action: Action) -> None:
    assert action.budget.deep <= 2


@pytest.mark.parametrize("action", WRITES, ids=lambda it: it.name)
def test_writes_wait_for_three_calls_at_most(action: Action) -> None:
    """The caller, the old state and the write depend on each other in this order."""
    assert action.budget.deep <= 3


def test_announcing_large_replacement_stays_within_budget(small: Library) -> None:
    cost = measure(small, LARGE_REPLACEMENT).cost
    small.writer.ask("DELETE", "/api/uploads/{file}".format(**small.ids))

    assert cost == LARGE_REPLACEMENT.budget
    assert cost.deep <= 3


def test_feed_reads_channels_and_groups_concurrently(small: Library) -> None:
    reader, path = small.reader, "/api/channels"
    [feed] = [it for it in LISTS if it.name.endswith("a feed")]
    before = measure(small, feed).cost
    names = ["Clay", "Kilns", "Wheels"]
    for name in names:
        channel = small.writer.make(path, {"name": name})["id"]
        reader.ask("PUT", f"{path}/{channel}/follow")

    cost = measure(small, feed).cost
    assert cost == Cost("Query " * 5 + "Query", deep=2, reads=before.reads + 1.5, writes=0)
