"""Counts the AWS calls, request units and bytes of each action that tests/budgets limits.

`python -m benchmarks.costs` from the checkout; counts are the same on every machine.
"""

import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOTS = ("functions", "layers/sharewell/python", "devtools", "tests")
sys.path[:0] = [str(ROOT / it) for it in ROOTS]

from local_stack.in_process import ENVIRONMENT  # noqa: E402  (the path comes first)

os.environ |= ENVIRONMENT

from budgets.actions import FLOWS, LISTS, READS, WRITES  # noqa: E402
from budgets.library import Action, Measured, library, measure  # noqa: E402
from resilience.moto_table import mend_table  # noqa: E402


def main() -> None:
    """Prints the table."""
    mend_table()
    with redirect_stdout(StringIO()), library() as loaded:  # functions log there
        measured = {it: measure(loaded, it) for it in (*LISTS, *READS, *WRITES, *FLOWS)}
    print("| action | AWS calls | in sequence | read units | write units | response, bytes |")
    print("|---|---|---:|---:|---:|---:|")
    for action, it in measured.items():
        print(_line(action, it))


def _line(action: Action, measured: Measured) -> str:
    cost = measured.cost
    calls = [(name, len(list(run))) for name, run in groupby(cost.calls.split())]
    listed = ", ".join(f"{count} {name}" if count > 1 else name for name, count in calls)
    size = f"{measured.bytes:,}" if measured.bytes else ""
    return f"| {action.name} | {listed} | {cost.deep} | {cost.reads:g} | {cost.writes:g} | {size} |"


if __name__ == "__main__":
    main()
