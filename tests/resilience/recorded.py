"""What each workflow does when nothing goes wrong: what tests of the net are named after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any, NamedTuple, TypeVar

import pytest

from resilience.faults import Fault, Point, Seen
from resilience.fixtures import House, initial_state, packed, seeded_organisation, unpacked
from resilience.moto_snapshot import keep
from resilience.workflow import (
    NOTHING_SPECIAL,
    Golden,
    NotDone,
    Run,
    Scene,
    Workflow,
    check,
    golden,
    run,
)
from resilience.workflows import WORKFLOWS
from resilience.xdist_shared import shared
from sharewell import tenant_guard

ANYWHERE = (
    Fault.KILLED_BEFORE,
    Fault.KILLED_AFTER,
    Fault.LOST_REPLY,
    Fault.THROTTLED_ONCE,
    Fault.DENIED,
)
"""What can go wrong at every call."""


T = TypeVar("T")
HINT = "nothing goes wrong, and it is refused: write a workflow in tests/resilience/workflows"


class Recorded(NamedTuple):
    """A workflow of which nothing went wrong."""

    calls: list[Seen]
    """Those of its function."""
    rows: frozenset[tuple[str, str]]
    """What they write, as (pk, sk)."""
    begins: bytes
    """Its scene, packed."""
    ends: Golden
    wrong: str
    """What did not hold all the same."""


@cache
def recorded() -> dict[str, Recorded]:
    """Every workflow, done once by one of the processes that share the tests."""
    with tenant_guard.unscoped("a test looks at what came of it"), seeded_organisation() as house:
        place = Place(house, keep(house.stack))
        begin = {it.seed: it.name for it in WORKFLOWS.values()}
        scenes = shared("scenes", begin.values(), lambda name: place.packed(WORKFLOWS[name]))
        for name, it in scenes.items():
            place.made[special(WORKFLOWS[name])] = unpacked(it, house.stack)
        return shared("recorded", WORKFLOWS, lambda name: place.record(WORKFLOWS[name]))


def special(*workflows: Workflow) -> tuple[Any, ...]:
    """What is special about where they can begin."""
    some = sorted(workflows, key=lambda it: it.name)
    return tuple({it.seed: None for it in some if it.seed is not NOTHING_SPECIAL})


def points() -> Iterator[tuple[Workflow, Point]]:
    """Every fault at every call.

    Of reads of one kind between two writes the first stands for all: whichever of them fails, what
    has happened is the same. To look up who asks is the same for all routes of a function, and the
    first of them stands for all. A read that may be stale counts for itself everywhere, and so does
    each connection to elsewhere.
    """
    known = set[tuple[str, Seen]]()
    for name, (seen, *_) in recorded().items():
        since = set[Seen]()
        for number, call in enumerate(seen):
            if call.writes:
                since.clear()
            is_known = call in since or (number == 0 and (WORKFLOWS[name].handler, call) in known)
            for fault in call.faults():
                if not is_known or fault is Fault.STALE:
                    yield WORKFLOWS[name], Point(number, call.name, fault)
            if number == 0 and WORKFLOWS[name].is_asked and not call.writes:
                known.add((WORKFLOWS[name].handler, call))
            elif not call.writes and not call.goes_out:
                since.add(call)


def some(every: Sequence[T], most: int, *, whole: bool) -> Sequence[T]:
    """`most` of them, as far apart as they go, so that each call keeps some of its faults."""
    if whole or len(every) <= most:
        return every
    return [every[number * len(every) // most] for number in range(most)]


def pairs_of_points(number: int, seed: int) -> Iterator[tuple[Workflow, Point, Point]]:
    """Some of all pairs: a fault, and another one in what is tried after it."""
    luck = Random(seed)  # noqa: S311  # the same luck for the same seed
    firsts = list(points())
    for workflow, first in luck.sample(firsts, min(number, len(firsts))):
        seen = recorded()[workflow.name].calls
        at = luck.randint(first.call + 1, first.call + len(seen))
        name = seen[at % len(seen)].name  # what is called then depends on what the first broke
        yield workflow, first, Point(at, name, luck.choice(ANYWHERE))


@dataclass
class Place:
    """The house, and where each workflow begins in it, made when first asked for."""

    house: House
    empty: bytes
    begun: dict[str, tuple[Scene, Golden]] = field(default_factory=dict)
    made: dict[tuple[Any, ...], Scene] = field(default_factory=dict)
    """By what is special about them."""

    def of(self, workflow: Workflow) -> tuple[Scene, Golden]:
        """Where it begins, and how it ends when nothing goes wrong."""
        if workflow.name not in self.begun:
            known = recorded().get(workflow.name) or self.record(workflow)
            assert not known.wrong, known.wrong
            self.begun[workflow.name] = unpacked(known.begins, self.house.stack), known.ends
        return self.begun[workflow.name]

    def record(self, workflow: Workflow) -> Recorded:
        """Do it when nothing goes wrong."""
        begins = self.of_both(workflow, workflow)
        done = run(workflow, begins)
        expected = golden(done)
        return Recorded(done.seen, done.rows, packed(begins), expected, _wrong(done, expected))

    def packed(self, workflow: Workflow) -> bytes:
        """Where it begins, for all processes."""
        return packed(self.of_both(workflow, workflow))

    def of_both(self, first: Workflow, second: Workflow) -> Scene:
        """Where both of them can begin: the same place for all that need nothing special.

        What one of them needs may keep the other from being made ready after it; if both do, the
        two of them can never meet.
        """
        some = sorted((first, second), key=lambda it: it.name)
        seeds = special(first, second)
        if seeds not in self.made:
            try:
                self.made[seeds] = initial_state(self.house, self.empty, *some)
            except NotDone:
                try:
                    self.made[seeds] = initial_state(self.house, self.empty, *reversed(some))
                except NotDone:
                    pytest.skip("they never meet")
        return self.made[seeds]


def _wrong(done: Run, expected: Golden) -> str:
    if (expected.status or 200) >= 300:
        return f"{HINT}: {done.replies}"
    try:
        check(done, expected)
    except AssertionError as error:
        return str(error)
    return ""
