"""Doing something once more that somebody else was quicker than."""

from collections.abc import Callable
from typing import TypeVar

from sharewell.errors import Stale

T = TypeVar("T")


def seen_anew(change: Callable[[], T]) -> T:
    """What `change` comes to: when it is Stale, what it comes to as it finds things then.

    It was overtaken, or it was done and its answer was never heard.
    """
    try:
        return change()
    except Stale:
        return change()
