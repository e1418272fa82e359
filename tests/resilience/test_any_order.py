"""Events in any order, and any of them twice, lead to the same state.

Related things happen while the events of one function are held back. Then it receives them in every
order, and in every order with each event repeated.
"""

import json
from collections.abc import Callable, Iterator

import pytest

from local_stack import templates
from resilience import figures, invariants
from resilience.delivery_orders import Orders
from resilience.fixtures import SeededOrganisation, seeded_organisation
from resilience.moto_snapshot import dump_state, restore_snapshot, take_snapshot
from resilience.stories import STORIES
from resilience.stories.builders import Story


@pytest.fixture(scope="module")
def play_story() -> Iterator[Callable[[Story], Orders]]:
    """Returns a story whose function has not received its events yet."""
    with seeded_organisation() as seeded:
        empty = take_snapshot(seeded.stack)
        yield lambda story: _play_story(seeded, empty, story)


@pytest.mark.parametrize("name", STORIES)
def test_events_in_any_order_end_in_same_state(
    play_story: Callable[[Story], Orders], name: str
) -> None:
    orders = play_story(STORIES[name])

    assert len(orders.events) == (STORIES[name].events_expected or len(STORIES[name].actions))
    [(_, expected), *others] = orders.ends()
    for order, end in others:
        assert end == expected, order
    figures.add("permutations", len(orders))


def test_every_consumer_has_a_story() -> None:
    consuming = {
        it["Handler"] for _, it in templates.functions() if not it["Handler"].endswith(".api")
    }

    assert {it.handler for it in STORIES.values()} == consuming - {
        "workers.reindex.handler",
        "workers.purge.handler",
    }


def _play_story(seeded: SeededOrganisation, empty: bytes, story: Story) -> Orders:
    stack = seeded.stack
    restore_snapshot(stack, empty)
    stack.skipped_handler, stack.skipped_records = story.handler, []
    for actions in story.actions:
        actions(seeded)
        stack.settle()
    events, state = stack.skipped_records, take_snapshot(stack)
    times = invariants.ids_and_times_in(dump_state(), json.dumps(events, default=str))
    return Orders(stack, story.handler, state, events, invariants.ids(), times)
