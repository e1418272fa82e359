"""The in-memory AWS without its slowest habits: most of the time that tests took.

Each part of this package is one way that a call takes, from the SDK to a row and back, without what
is done there for nothing or found out anew each time. What is asked and answered stays the same.
"""

import gc

from resilience.quick import answers, bus, calls, expressions, http, names, table


def make_quick() -> None:
    """For all tests of this process."""
    for part in (calls, http, names, expressions, table, answers, bus):
        part.make_quick()
    gc.set_threshold(50_000, 50, 100)  # much is made here, and little of it goes round in circles
