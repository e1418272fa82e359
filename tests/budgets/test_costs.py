"""What an action may cost, counted in AWS calls and request units: never flaky or generous."""

from collections.abc import Iterator

import pytest

from budgets.actions import FLOWS, IN_PARTS, LISTS, READS, WRITES
from budgets.library import Action, Cost, Library, library, measure

MOST_BYTES = 6_000
MOST_BYTES_FOUND = 8_000
"""Ten hits with what was found in them, and the counts of every filter."""
EVERY = [*LISTS, *READS, *WRITES, *FLOWS]


@pytest.fixture(scope="module")
def small() -> Iterator[Library]:
    """A channel with a page and a bit."""
    with library() as small:
        yield small


def test_actions_cost_what_their_budget_says(small: Library) -> None:
    """In one test, since what is written by one is there for the next, in this order."""
    costs = [(it, measure(small, it).cost) for it in EVERY]

    assert {it.name: (cost, it.bar) for it, cost in costs if cost != it.bar} == {}


@pytest.mark.parametrize("action", LISTS, ids=lambda it: it.name)
def test_an_answer_is_small(small: Library, action: Action) -> None:
    most = MOST_BYTES_FOUND if action.name.startswith("search") else MOST_BYTES
    assert 0 < measure(small, action).bytes <= most


@pytest.mark.parametrize("action", [*LISTS, *READS], ids=lambda it: it.name)
def test_nobody_waits_for_more_than_two_calls_to_read(action: Action) -> None:
    assert action.bar.deep <= 2


@pytest.mark.parametrize("action", WRITES, ids=lambda it: it.name)
def test_nobody_waits_for_more_than_three_calls_to_write(action: Action) -> None:
    """Who asks, what it was, what it is: each needs the one before."""
    assert action.bar.deep <= 3


def test_announcing_a_large_new_file_costs_no_more_than_its_bar(small: Library) -> None:
    cost = measure(small, IN_PARTS).cost
    small.writer.ask("DELETE", "/api/uploads/{file}".format(**small.ids))

    assert cost == IN_PARTS.bar
    assert cost.deep <= 3


def test_more_channels_and_groups_are_read_side_by_side(small: Library) -> None:
    reader, path = small.reader, "/api/channels"
    [feed] = [it for it in LISTS if it.name.endswith("a feed")]
    before = measure(small, feed).cost
    names = ["Clay", "Kilns", "Wheels"]
    for name in names:
        channel = small.writer.make(path, {"name": name})["id"]
        reader.ask("PUT", f"{path}/{channel}/follow")

    cost = measure(small, feed).cost
    assert cost == Cost("Query " * 5 + "Query", deep=2, reads=before.reads + 1.5, writes=0)
