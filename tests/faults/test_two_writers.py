"""Two who write the same row at the same time: no update is lost.

Somebody else does something of their own just before each call of the first. It must end as if
they had come one after the other, or one of them is refused and has changed nothing.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from faults.recorded import Place, recorded
from faults.workflows import WORKFLOWS
from local.stack import Reply
from net import figures
from net.workflow import Scene, Workflow, together

NOTHING = Workflow("nothing", "about.api", lambda _: None)


def pairs() -> Iterator[tuple[Workflow, Workflow]]:
    """Every two workflows that write one row, in both orders, and each with itself."""
    for (first, one), (second, other) in product(recorded().items(), repeat=2):
        if not WORKFLOWS[second].is_asked or WORKFLOWS[first].is_about_search:
            continue
        if one.rows & other.rows:
            yield WORKFLOWS[first], WORKFLOWS[second]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each pair."""
    if "second" in metafunc.fixturenames:
        every = [pytest.param(a, b, id=f"{a.name}-{b.name}") for a, b in pairs()]
        metafunc.parametrize(("first", "second"), every)


def test_no_update_is_lost(place: Place, first: Workflow, second: Workflow) -> None:
    scene = place.of_both(first, second)
    allowed = _ends(first, second, scene)

    for at in range(len(recorded()[first.name].calls)):
        own, other, end = together(first, second, scene, at)
        figures.add("two writers")
        assert (_is_refused(own), _is_refused(other), end) in allowed, (at, own, other)


def _ends(first: Workflow, second: Workflow, scene: Scene) -> list[tuple[bool, bool, Any]]:
    """Who may be refused, and how everything may look then."""
    one, other, forth = together(first, second, scene, None)
    third, fourth, back = together(second, first, scene, None)
    _, _, only_first = together(first, NOTHING, scene, None)
    _, _, only_second = together(NOTHING, second, scene, None)
    return [
        (_is_refused(one), _is_refused(other), forth),
        (_is_refused(fourth), _is_refused(third), back),
        (False, True, only_first),
        (True, False, only_second),
        # Both did what one of them would have found done.
        (False, False, forth),
        (False, False, back),
    ]


def _is_refused(reply: Reply | None) -> bool:
    return reply is not None and reply.status >= 400
