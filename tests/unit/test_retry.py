"""Retries after version conflicts."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from sharewell.core.errors import Conflict, DomainError, NotFound, VersionConflict
from sharewell.core.retry import BACKGROUND_ATTEMPTS, MAX_PAUSE, retry_on_conflict


@pytest.fixture(autouse=True)
def pauses() -> Iterator[list[float]]:
    """Records the pauses instead of sleeping."""
    made: list[float] = []
    with patch("time.sleep", made.append):
        yield made


class Operation:
    """Raises the given errors one after another, then returns the number of calls."""

    def __init__(self, *conflicts: DomainError) -> None:
        self.conflicts = conflicts
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= len(self.conflicts):
            raise self.conflicts[self.calls - 1]
        return self.calls


def test_retry_without_conflict_calls_once_without_pause(pauses: list[float]) -> None:
    assert (retry_on_conflict(Operation()), pauses) == (1, [])


def test_retry_after_one_conflict_returns_the_second_result(pauses: list[float]) -> None:
    assert retry_on_conflict(Operation(VersionConflict("a"))) == 2
    assert len(pauses) == 1


def test_retry_out_of_attempts_raises_the_last_conflict(pauses: list[float]) -> None:
    first, last = VersionConflict("first"), VersionConflict("last")
    operation = Operation(first, last, VersionConflict("never"))
    with pytest.raises(VersionConflict) as raised:
        retry_on_conflict(operation)
    assert raised.value is last
    assert (operation.calls, len(pauses)) == (2, 1)


def test_retry_out_of_attempts_raises_the_callers_error() -> None:
    told = Conflict("many people are doing this")
    operation = Operation(*[VersionConflict("again")] * BACKGROUND_ATTEMPTS)
    with pytest.raises(Conflict) as raised:
        retry_on_conflict(operation, BACKGROUND_ATTEMPTS, otherwise=told)
    assert raised.value is told
    assert isinstance(raised.value.__cause__, VersionConflict)
    assert operation.calls == BACKGROUND_ATTEMPTS


def test_retry_passes_on_other_errors() -> None:
    operation = Operation(NotFound("gone"))
    with pytest.raises(NotFound):
        retry_on_conflict(operation, BACKGROUND_ATTEMPTS, otherwise=Conflict("busy"))
    assert operation.calls == 1


def test_retry_repeats_errors_named_by_the_caller() -> None:
    conflicts = Operation(Conflict("a"), VersionConflict("b"))
    assert retry_on_conflict(conflicts, 3, on=(Conflict, VersionConflict)) == 3
    with pytest.raises(VersionConflict):
        retry_on_conflict(Operation(VersionConflict("b")), 3, on=Conflict)


def test_retry_pauses_grow_randomly_up_to_a_limit(pauses: list[float]) -> None:
    with patch("random.uniform", lambda _, highest: highest):
        retry_on_conflict(Operation(*[VersionConflict("again")] * 9), 10)
    assert pauses == sorted(pauses)
    assert pauses[:3] == [0.02, 0.04, 0.08]
    assert pauses[-1] == MAX_PAUSE
    pauses.clear()
    for _ in range(50):
        retry_on_conflict(Operation(VersionConflict("again")))
    assert all(0 <= it <= 0.02 for it in pauses)
    assert len(set(pauses)) > 1
