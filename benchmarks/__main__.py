"""Every benchmark, one after another, as Markdown: `python -m benchmarks [--quick] [name…]`.

Each runs in a process of its own. Nothing is asserted: figures depend on the machine and on what
else it does; what must hold is in tests/budgets.
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
    "search": "Search, by the number of things",
    "reading": "Reading files",
}
LONGEST = 30 * 60
"""Seconds that one of them may take."""


def main() -> int:
    """Run those that are named, or all; how many failed."""
    quick = ["--quick"] if "--quick" in sys.argv else []
    wanted = [it for it in sys.argv[1:] if it not in quick] or list(PARTS)
    roots = ("infra", "functions", "layers/sharewell/python")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(ROOT / it) for it in roots)}
    failed = 0
    for name in wanted:
        print(f"\n### {PARTS[name]}\n", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *quick]
        done = subprocess.run(  # noqa: S603  # our own modules
            command, cwd=ROOT, env=environment, timeout=LONGEST, check=False
        )
        failed += bool(done.returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
