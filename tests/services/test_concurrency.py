"""Concurrent calls, and concurrent calls within them."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

from sharewell.aws.concurrency import run_concurrently

PATIENCE = 5


def barrier_calls(number: int) -> list[Callable[[], Any]]:
    """Returns calls that end only when all of them run at the same time."""
    barrier = Barrier(number)
    return [lambda: barrier.wait(PATIENCE)] * number


def test_nested_calls_run_concurrently() -> None:
    done = run_concurrently([lambda: run_concurrently(barrier_calls(3)), *barrier_calls(2)])

    assert sorted(done[0]) == [0, 1, 2]
    assert sorted(done[1:]) == [0, 1]


def test_deeply_nested_calls_do_not_deadlock() -> None:
    def deep(left: int) -> list[Any]:
        return run_concurrently([lambda: deep(left - 1)] * 3) if left else []

    assert len(run_concurrently([lambda: deep(4)] * 40)) == 40
