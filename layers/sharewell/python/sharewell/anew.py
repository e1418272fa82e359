"""Doing something once more that somebody else was quicker than."""

from collections.abc import Callable
from typing import TypeVar

from sharewell.errors import Stale

T = TypeVar("T")
OFTEN = 5
"""Attempts of what nobody waits for, while others write there."""


def seen_anew(change: Callable[[], T], attempts: int = 2) -> T:
    """What `change` comes to: when it is Stale, what it comes to as it finds things then.

    It was overtaken, or it was done and its answer was never heard. The last attempt's Stale is
    raised.
    """
    for _ in range(attempts - 1):
        try:
            return change()
        except Stale:
            continue
    return change()
