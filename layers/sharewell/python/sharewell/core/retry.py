"""Retry on optimistic-lock conflicts."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sharewell.core.errors import DomainError, VersionConflict

T = TypeVar("T")
BACKGROUND_ATTEMPTS = 5
"""Attempts of an operation that runs in the background."""
FIRST_PAUSE, MAX_PAUSE = 0.02, 0.5
"""Seconds: the bounds of the pause before the second attempt, and before any later one."""


def retry_on_conflict(
    operation: Callable[[], T],
    attempts: int = 2,
    *,
    on: type[DomainError] | tuple[type[DomainError], ...] = VersionConflict,
    otherwise: DomainError | None = None,
) -> T:
    """Runs `operation`, re-running it after each version conflict, up to `attempts` times.

    The operation must re-read its rows. `on` names what else counts as a conflict. Raises
    `otherwise`, or else the last conflict, once no attempt is left.
    """
    for attempt in range(attempts - 1):
        try:
            return operation()
        except on:
            pause(attempt)
    try:
        return operation()
    except on as conflict:
        if otherwise is None:
            raise
        raise otherwise from conflict


def pause(attempt: int, first: float = FIRST_PAUSE) -> None:
    """Sleeps before the attempt after `attempt`: exponential backoff with full jitter."""
    longest = min(first * 2**attempt, MAX_PAUSE)
    time.sleep(random.uniform(0, longest))  # noqa: S311  # jitter is no secret
