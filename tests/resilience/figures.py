"""Counters, summed over all of pytest's processes and printed at the end."""

from collections import Counter

counted: Counter[str] = Counter()
"""Counts by name; the terminal shows them in the order of SHOWN."""
SHOWN = (
    "crash points enumerated",
    "crash points kept",
    "pairs of faults kept",
    "permutations",
    "two writers",
    "isolation requests",
    "isolation leaks",
    "hostile inputs",
    "hostile 5xx",
    "resources of a stack",
)


def add(name: str, number: int = 1) -> None:
    """Adds to the count of something that a test has just done."""
    if name not in SHOWN:
        raise ValueError(f"resilience.figures does not show {name!r}")
    counted[name] += number


def lines() -> list[str]:
    """Returns a line for each counter."""
    return [f"{name:<26}{counted[name]:>8,}" for name in SHOWN if name in counted]
