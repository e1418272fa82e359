"""Reads that do not wait for each other, and reads in these."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

from sharewell.concurrency import run_concurrently

PATIENCE = 5


def meeting(number: int) -> list[Callable[[], Any]]:
    """Reads that end only if all of them are under way together."""
    barrier = Barrier(number)
    return [lambda: barrier.wait(PATIENCE)] * number


def test_reads_go_side_by_side_and_so_do_those_in_a_read() -> None:
    done = run_concurrently([lambda: run_concurrently(meeting(3)), *meeting(2)])

    assert sorted(done[0]) == [0, 1, 2]
    assert sorted(done[1:]) == [0, 1]


def test_however_deep_reads_go_none_waits_for_ever() -> None:
    def deep(left: int) -> list[Any]:
        return run_concurrently([lambda: deep(left - 1)] * 3) if left else []

    assert len(run_concurrently([lambda: deep(4)] * 40)) == 40
