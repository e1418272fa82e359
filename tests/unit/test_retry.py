"""Retrying what lost against another writer."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from sharewell.errors import Conflict, Missing, Refused, Stale
from sharewell.retry import BACKGROUND_ATTEMPTS, LONGEST_PAUSE, retry_on_conflict


@pytest.fixture(autouse=True)
def pauses() -> Iterator[list[float]]:
    """The pauses that were made, none of which takes time."""
    made: list[float] = []
    with patch("time.sleep", made.append):
        yield made


class Operation:
    """Raises these one after another, then returns how often it was called."""

    def __init__(self, *conflicts: Refused) -> None:
        self.conflicts = conflicts
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= len(self.conflicts):
            raise self.conflicts[self.calls - 1]
        return self.calls


def test_retry_without_conflict_calls_once_and_does_not_wait(pauses: list[float]) -> None:
    assert (retry_on_conflict(Operation()), pauses) == (1, [])


def test_retry_after_one_conflict_returns_the_second_result(pauses: list[float]) -> None:
    assert retry_on_conflict(Operation(Stale("a"))) == 2
    assert len(pauses) == 1


def test_retry_out_of_attempts_raises_the_last_conflict(pauses: list[float]) -> None:
    first, last = Stale("first"), Stale("last")
    operation = Operation(first, last, Stale("never"))
    with pytest.raises(Stale) as raised:
        retry_on_conflict(operation)
    assert raised.value is last
    assert (operation.calls, len(pauses)) == (2, 1)


def test_retry_out_of_attempts_raises_what_the_caller_is_told() -> None:
    told = Conflict("many people are doing this")
    operation = Operation(*[Stale("again")] * BACKGROUND_ATTEMPTS)
    with pytest.raises(Conflict) as raised:
        retry_on_conflict(operation, BACKGROUND_ATTEMPTS, otherwise=told)
    assert raised.value is told
    assert isinstance(raised.value.__cause__, Stale)
    assert operation.calls == BACKGROUND_ATTEMPTS


def test_retry_passes_on_errors_that_are_no_conflict() -> None:
    operation = Operation(Missing("gone"))
    with pytest.raises(Missing):
        retry_on_conflict(operation, BACKGROUND_ATTEMPTS, otherwise=Conflict("busy"))
    assert operation.calls == 1


def test_retry_repeats_what_the_caller_names_a_conflict() -> None:
    conflicts = Operation(Conflict("a"), Stale("b"))
    assert retry_on_conflict(conflicts, 3, on=(Conflict, Stale)) == 3
    with pytest.raises(Stale):
        retry_on_conflict(Operation(Stale("b")), 3, on=Conflict)


def test_retry_pauses_grow_by_chance_up_to_a_bound(pauses: list[float]) -> None:
    with patch("random.uniform", lambda _, highest: highest):
        retry_on_conflict(Operation(*[Stale("again")] * 9), 10)
    assert pauses == sorted(pauses)
    assert pauses[:3] == [0.02, 0.04, 0.08]
    assert pauses[-1] == LONGEST_PAUSE
    pauses.clear()
    for _ in range(50):
        retry_on_conflict(Operation(Stale("again")))
    assert all(0 <= it <= 0.02 for it in pauses)
    assert len(set(pauses)) > 1
