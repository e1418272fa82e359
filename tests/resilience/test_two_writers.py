"""Two who write the same row at the same time: no update is lost.

Somebody else does something of their own just before each call of the first. It must end as if
they had come one after the other, or one of them is refused and has changed nothing.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, product
from typing import Any, NamedTuple

import pytest

from helpers.openapi import operations
from local.stack import Reply
from resilience import figures
from resilience.recorded import Place, recorded, some
from resilience.workflow import NOTHING, Scene, Workflow, rows_agree, together
from resilience.workflows import WORKFLOWS, alike

EVERY_DAY, MOMENTS = 80, 5
"""Pairs of the normal suite, and moments at which the second of them comes; `--whole` has all."""

THEIR_OWN = {
    ("fill_by_a_rule", "delete_group"): "whoever restores a group has its filling go on",
    ("unpack", "write_profile"): "what is unpacked says its author's name of that moment",
}
"""Who may end otherwise than one after the other, and why; no row contradicts another there too."""


class End(NamedTuple):
    """Who was refused, and how everything looked then."""

    first: bool
    second: bool
    shape: Any


def pairs() -> Iterator[tuple[Workflow, Workflow]]:
    """Every two workflows that write one row, in both orders, and each with itself.

    Those that ask for the same thing by the same calls stand for each other.
    """
    tried = set[tuple[Any, ...]]()
    for (first, one), (second, other) in product(recorded().items(), repeat=2):
        if not WORKFLOWS[second].is_asked or WORKFLOWS[first].is_about_search:
            continue
        alike = _like(first), _like(second), frozenset(one.rows & other.rows)
        if one.rows & other.rows and alike not in tried:
            tried.add(alike)
            yield WORKFLOWS[first], WORKFLOWS[second]


def _like(name: str) -> tuple[Any, ...]:
    """What it asks for, and its calls, however those ran that ran at once."""
    return WORKFLOWS[name].request or name, *sorted(recorded()[name].calls)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each pair."""
    if "second" in metafunc.fixturenames:
        tried = some(list(pairs()), EVERY_DAY, whole=metafunc.config.getoption("--whole"))
        every = [pytest.param(a, b, id=f"{a.name}-{b.name}") for a, b in tried]
        metafunc.parametrize(("first", "second"), every)


@pytest.fixture(scope="module")
def ends() -> dict[tuple[int, str, str], End]:
    """How those end that come one after the other, once each has been seen."""
    return {}


def test_no_update_is_lost(
    place: Place,
    first: Workflow,
    second: Workflow,
    ends: dict[tuple[int, str, str], End],
    pytestconfig: pytest.Config,
) -> None:
    scene = place.of_both(first, second)
    allowed = _allowed(ends, first, second, scene)
    if not first.is_asked:  # what a function hears of may be overtaken before it begins
        allowed.append(_end(*together(first, second, scene, 0)))
    # Before its first call, the second one has come before it.
    between = range(1, len(recorded()[first.name].calls))

    for at in some(between, MOMENTS, whole=pytestconfig.getoption("--whole")):
        own, other, shape = together(first, second, scene, at)
        figures.add("two writers")
        end = _end(own, other, shape)
        if _is_gone(own, first, at) or (first.name, second.name) in THEIR_OWN:
            rows_agree(scene.stack)
        else:
            assert end in allowed, (at, own, other)
        for reply in (own, other):
            assert reply is None or reply.status < 500, reply


def test_every_route_with_versions_meets_others_who_write_there() -> None:
    meeting = {alike(it.request or "") for it in chain.from_iterable(pairs())}

    assert {
        str(it) for it in operations() if it.takes_version and alike(str(it)) not in meeting
    } == set()


def _allowed(
    ends: dict[tuple[int, str, str], End], first: Workflow, second: Workflow, scene: Scene
) -> list[End]:
    """Who may be refused, and how everything may look then."""

    def one_after_the_other(one: Workflow, other: Workflow) -> End:
        what = id(scene), one.name, other.name
        if what not in ends:
            ends[what] = _end(*together(one, other, scene, None))
        return ends[what]

    forth, back = one_after_the_other(first, second), one_after_the_other(second, first)
    return [
        forth,
        End(back.second, back.first, back.shape),
        End(first=False, second=True, shape=one_after_the_other(first, NOTHING).shape),
        End(first=True, second=False, shape=one_after_the_other(NOTHING, second).shape),
        # Both did what one of them would have found done.
        End(first=False, second=False, shape=forth.shape),
        End(first=False, second=False, shape=back.shape),
    ]


def _is_gone(reply: Reply | None, workflow: Workflow, at: int) -> bool:
    """Whether who had begun to write is told that what they write about is gone by now."""
    begun = any(it.writes for it in recorded()[workflow.name].calls[:at])
    return reply is not None and reply.status == 404 and begun


def _end(first: Reply | None, second: Reply | None, shape: Counter[str]) -> End:
    return End(_is_refused(first), _is_refused(second), shape)


def _is_refused(reply: Reply | None) -> bool:
    return reply is not None and reply.status >= 400
