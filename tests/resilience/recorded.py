"""The calls of each workflow without faults, by which tests are named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any, NamedTuple, TypeVar

import pytest

from resilience.faults import Fault, Point, RecordedCall
from resilience.fixtures import (
    SeededOrganisation,
    initial_state,
    packed,
    seeded_organisation,
    unpacked,
)
from resilience.moto_snapshot import take_snapshot
from resilience.workflow import (
    NO_SEED,
    Golden,
    RequestRejected,
    Run,
    Scene,
    Workflow,
    check,
    golden,
    run,
)
from resilience.workflows import WORKFLOWS
from resilience.xdist_shared import shared
from sharewell.aws import tenant_guard

FAULTS_OF_ALL_CALLS = (
    Fault.KILLED_BEFORE,
    Fault.KILLED_AFTER,
    Fault.LOST_REPLY,
    Fault.THROTTLED_ONCE,
    Fault.DENIED,
)
"""What can go wrong at every call."""


T = TypeVar("T")
HINT = "rejected without a fault: write a workflow in tests/resilience/workflows"


class Recorded(NamedTuple):
    """A workflow that ran without faults."""

    calls: list[RecordedCall]
    """The calls of its function."""
    rows: frozenset[tuple[str, str]]
    """The rows that they write, as (pk, sk)."""
    begins: bytes
    """Its initial state, pickled."""
    ends: Golden
    wrong: str
    """The invariant that failed even so."""


@cache
def recorded() -> dict[str, Recorded]:
    """Returns every workflow, run once by one of the processes that share the tests."""
    with tenant_guard.unscoped("a test inspects the result"), seeded_organisation() as seeded:
        states = InitialStates(seeded, take_snapshot(seeded.stack))
        begin = {it.seed: it.name for it in WORKFLOWS.values()}
        scenes = shared("scenes", begin.values(), lambda name: states.packed(WORKFLOWS[name]))
        for name, it in scenes.items():
            states.made[seeds_of(WORKFLOWS[name])] = unpacked(it, seeded.stack)
        return shared("recorded", WORKFLOWS, lambda name: states.record(WORKFLOWS[name]))


def seeds_of(*workflows: Workflow) -> tuple[Any, ...]:
    """Returns the seeds of workflows."""
    ordered = sorted(workflows, key=lambda it: it.name)
    return tuple({it.seed: None for it in ordered if it.seed is not NO_SEED})


def points() -> Iterator[tuple[Workflow, Point]]:
    """Returns every fault at every call.

    Of reads of one kind between two writes the first represents all: the state is the same
    whichever of them fails. Looking up the caller is the same for all routes of a function, so the
    first represents all. Reads that may be stale, and connections to external servers, each count.
    """
    known = set[tuple[str, RecordedCall]]()
    for name, (seen, *_) in recorded().items():
        since = set[RecordedCall]()
        for number, call in enumerate(seen):
            if call.writes:
                since.clear()
            is_known = call in since or (number == 0 and (WORKFLOWS[name].handler, call) in known)
            for fault in call.faults():
                if not is_known or fault is Fault.STALE:
                    yield WORKFLOWS[name], Point(number, call.name, fault)
            if number == 0 and WORKFLOWS[name].is_request and not call.writes:
                known.add((WORKFLOWS[name].handler, call))
            elif not call.writes and not call.is_external:
                since.add(call)


def sample_evenly(every: Sequence[T], most: int, *, whole: bool) -> Sequence[T]:
    """Returns `most` of them, evenly spread, so that each call keeps some of its faults."""
    if whole or len(every) <= most:
        return every
    return [every[number * len(every) // most] for number in range(most)]


def pairs_of_points(number: int, seed: int) -> Iterator[tuple[Workflow, Point, Point]]:
    """Returns a sample of all pairs: a fault, and another one in the next attempt."""
    luck = Random(seed)  # noqa: S311  # the same luck for the same seed
    firsts = list(points())
    for workflow, first in luck.sample(firsts, min(number, len(firsts))):
        seen = recorded()[workflow.name].calls
        at = luck.randint(first.call + 1, first.call + len(seen))
        name = seen[at % len(seen)].name  # which calls follow depends on what the first broke
        yield workflow, first, Point(at, name, luck.choice(FAULTS_OF_ALL_CALLS))


@dataclass
class InitialStates:
    """The seeded organisation and the workflows' initial states in it, made when first used."""

    seeded: SeededOrganisation
    empty: bytes
    begun: dict[str, tuple[Scene, Golden]] = field(default_factory=dict)
    made: dict[tuple[Any, ...], Scene] = field(default_factory=dict)
    """Initial states by their seeds."""

    def of(self, workflow: Workflow) -> tuple[Scene, Golden]:
        """Returns the initial state of a workflow, and how it ends without faults."""
        if workflow.name not in self.begun:
            known = recorded().get(workflow.name) or self.record(workflow)
            assert not known.wrong, known.wrong
            self.begun[workflow.name] = unpacked(known.begins, self.seeded.stack), known.ends
        return self.begun[workflow.name]

    def record(self, workflow: Workflow) -> Recorded:
        """Runs a workflow without faults."""
        begins = self.for_both(workflow, workflow)
        done = run(workflow, begins)
        expected = golden(done)
        return Recorded(done.seen, done.rows, packed(begins), expected, _wrong(done, expected))

    def packed(self, workflow: Workflow) -> bytes:
        """Returns its initial state, for all processes."""
        return packed(self.for_both(workflow, workflow))

    def for_both(self, first: Workflow, second: Workflow) -> Scene:
        """Returns a state in which two workflows can begin; one for all that need no seed.

        One's seed may prevent the other's after it; if both do, the two can never meet.
        """
        ordered = sorted((first, second), key=lambda it: it.name)
        seeds = seeds_of(first, second)
        if seeds not in self.made:
            try:
                self.made[seeds] = initial_state(self.seeded, self.empty, *ordered)
            except RequestRejected:
                try:
                    self.made[seeds] = initial_state(self.seeded, self.empty, *reversed(ordered))
                except RequestRejected:
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
