"""What each action costs at AWS, as tests/budgets holds it: calls, request units, bytes.

`python -m benchmarks.costs` from the checkout; it counts, so it says the same on every machine.
"""

import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOTS = ("functions", "layers/sharewell/python", "infra", "tests")
sys.path[:0] = [str(ROOT / it) for it in ROOTS]

from local.stack import ENVIRONMENT  # noqa: E402  (the path comes first)

os.environ |= ENVIRONMENT

from budgets.actions import FLOWS, LISTS, READS, WRITES  # noqa: E402
from budgets.library import Action, Measured, library, measure  # noqa: E402
from resilience.moto_table import mend_table  # noqa: E402


def main() -> None:
    """Print the table."""
    mend_table()
    with redirect_stdout(StringIO()), library() as some:  # functions log there
        measured = {it: measure(some, it) for it in (*LISTS, *READS, *WRITES, *FLOWS)}
    print("| action | AWS calls | one after another | read units | write units | answer, bytes |")
    print("|---|---|---:|---:|---:|---:|")
    for action, it in measured.items():
        print(_line(action, it))


def _line(action: Action, measured: Measured) -> str:
    cost = measured.cost
    runs = [(name, len(list(run))) for name, run in groupby(cost.calls.split())]
    calls = ", ".join(f"{many} {name}" if many > 1 else name for name, many in runs)
    size = f"{measured.bytes:,}" if measured.bytes else ""
    return f"| {action.name} | {calls} | {cost.deep} | {cost.reads:g} | {cost.writes:g} | {size} |"


if __name__ == "__main__":
    main()
