"""Two concurrent writers of one row: no update is lost.

A second writer acts just before each call of the first. The result must be that of one after the
other, or one of them is rejected and has changed nothing.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, product
from typing import Any, NamedTuple

import pytest

from helpers.openapi import operations
from local_stack.in_process import Reply
from resilience import figures
from resilience.recorded import InitialStates, recorded, sample_evenly
from resilience.workflow import NOTHING, Scene, Workflow, check_invariants, run_interleaved
from resilience.workflows import WORKFLOWS, without_id_names

EVERY_DAY, MOMENTS = 80, 5
"""Pairs of the normal suite, and moments at which the second of them acts; `--whole` has all."""

EXCEPTIONS = {
    ("rule_job", "delete_group"): "restoring a group resumes its rule job",
    ("unpack_archive", "update_profile"): "unpacked items have their author's name of that moment",
}
"""Pairs that may end otherwise than one after the other, and why; their invariants hold too."""


class End(NamedTuple):
    """Who was rejected, and the state then."""

    first: bool
    second: bool
    shape: Any


def pairs() -> Iterator[tuple[Workflow, Workflow]]:
    """Returns all pairs of workflows that write one row, in both orders, and each with itself.

    Workflows that send the same request with the same calls stand for each other.
    """
    tried = set[tuple[Any, ...]]()
    for (first, one), (second, other) in product(recorded().items(), repeat=2):
        if not WORKFLOWS[second].is_request or WORKFLOWS[first].affects_search:
            continue
        without_id_names = _signature(first), _signature(second), frozenset(one.rows & other.rows)
        if one.rows & other.rows and without_id_names not in tried:
            tried.add(without_id_names)
            yield WORKFLOWS[first], WORKFLOWS[second]


def _signature(name: str) -> tuple[Any, ...]:
    """Returns its request and its calls, without the order of concurrent ones."""
    return WORKFLOWS[name].request or name, *sorted(recorded()[name].calls)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrises a test with the pairs."""
    if "second" in metafunc.fixturenames:
        tried = sample_evenly(list(pairs()), EVERY_DAY, whole=metafunc.config.getoption("--whole"))
        every = [pytest.param(a, b, id=f"{a.name}-{b.name}") for a, b in tried]
        metafunc.parametrize(("first", "second"), every)


@pytest.fixture(scope="module")
def ends() -> dict[tuple[int, str, str], End]:
    """Caches how pairs end one after the other."""
    return {}


def test_concurrent_writes_lose_no_update(
    states: InitialStates,
    first: Workflow,
    second: Workflow,
    ends: dict[tuple[int, str, str], End],
    pytestconfig: pytest.Config,
) -> None:
    scene = states.for_both(first, second)
    allowed = _allowed(ends, first, second, scene)
    if (
        not first.is_request
    ):  # another may change what the consumer's event is about before it begins
        allowed.append(_end(*run_interleaved(first, second, scene, 0)))
    # Before its first call, the second one has come before it.
    between = range(1, len(recorded()[first.name].calls))

    for at in sample_evenly(between, MOMENTS, whole=pytestconfig.getoption("--whole")):
        own, other, shape = run_interleaved(first, second, scene, at)
        figures.add("two writers")
        end = _end(own, other, shape)
        if _is_gone(own, first, at) or (first.name, second.name) in EXCEPTIONS:
            check_invariants(scene.stack)
        else:
            assert end in allowed, (at, own, other)
        for reply in (own, other):
            assert reply is None or reply.status < 500, reply


def test_versioned_routes_meet_second_writers() -> None:
    meeting = {without_id_names(it.request or "") for it in chain.from_iterable(pairs())}

    assert {
        str(it)
        for it in operations()
        if it.takes_version and without_id_names(str(it)) not in meeting
    } == set()


def _allowed(
    ends: dict[tuple[int, str, str], End], first: Workflow, second: Workflow, scene: Scene
) -> list[End]:
    """Returns who may be rejected, with the states that are allowed then."""

    def one_after_the_other(one: Workflow, other: Workflow) -> End:
        what = id(scene), one.name, other.name
        if what not in ends:
            ends[what] = _end(*run_interleaved(one, other, scene, None))
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
    """Returns whether the second writer gets a 404, as the first deleted the subject."""
    begun = any(it.writes for it in recorded()[workflow.name].calls[:at])
    return reply is not None and reply.status == 404 and begun


def _end(first: Reply | None, second: Reply | None, shape: Counter[str]) -> End:
    return End(_is_refused(first), _is_refused(second), shape)


def _is_refused(reply: Reply | None) -> bool:
    return reply is not None and reply.status >= 400
