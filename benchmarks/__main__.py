"""Runs the benchmarks in sequence and prints Markdown: `python -m benchmarks [--quick] [name…]`.

Each runs in its own process. Nothing is asserted: figures depend on the machine and its load;
tests/budgets asserts the costs.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = {
    "costs": "What an action costs at AWS",
    "cold": "What a cold start costs",
    "over_http": "Requests to a local stack",
    "search": "Search, by the number of documents",
    "reading": "Reading files",
}
TIMEOUT = 30 * 60
"""Seconds for one benchmark."""


def main() -> int:
    """Runs the named benchmarks, or all; returns the number of failed ones."""
    quick = ["--quick"] if "--quick" in sys.argv else []
    wanted = [it for it in sys.argv[1:] if it not in quick] or list(PARTS)
    roots = ("devtools", "functions", "layers/sharewell/python")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(ROOT / it) for it in roots)}
    failed = 0
    for name in wanted:
        print(f"\n### {PARTS[name]}\n", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *quick]
        done = subprocess.run(  # noqa: S603  # our own modules
            command, cwd=ROOT, env=environment, timeout=TIMEOUT, check=False
        )
        failed += bool(done.returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
