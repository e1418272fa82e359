"""Measures the imports of each function at a cold start: CPU and memory, next to `import boto3`.

`python -m benchmarks.cold [--quick]` from the checkout. Each import runs in its own interpreter
with the same files as in Lambda: the function and its built layers, byte-compiled.
"""

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "devtools")]

from local_stack import layers, templates  # noqa: E402  (the path comes first)
from local_stack.in_process import ENVIRONMENT  # noqa: E402

ROUNDS = 7
API_GOAL, EVENT_GOAL, MEMORY_GOAL = 350, 280, 60
PROBE = """
import json, sys, time
sys.path[:0] = json.loads(sys.argv[1])
started = time.process_time()
__import__(sys.argv[2])
took = time.process_time() - started
with open("/proc/self/status") as status:
    resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
print(json.dumps([took * 1000, resident / 1024]))
"""


class Start(NamedTuple):
    """One import: CPU milliseconds, and the resident megabytes of the process afterwards."""

    cpu: float
    memory: float


class Function(NamedTuple):
    """A function of the templates: its module, its layers, and whether it serves HTTP."""

    module: str
    layers: tuple[str, ...]
    is_api: bool


def functions() -> Iterator[Function]:
    """Yields every function, by name."""
    shared, *_ = (it["Layers"] for it in templates.function_globals().values())
    for _, properties in templates.functions():
        module, _, entry = properties["Handler"].rpartition(".")
        named = [*shared, *properties.get("Layers", [])]
        yield Function(module, tuple(it.lower() for it in named), entry == "api")


def start(module: str, paths: list[str]) -> Start:
    """Imports a module in a new interpreter with only these paths; returns its cost."""
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-I", "-S", "-c", PROBE, json.dumps(paths), module],
        env={"PATH": os.environ["PATH"], **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=True,
    )
    return Start(*json.loads(done.stdout))


def measure(rounds: int) -> dict[str, list[Start]]:
    """Measures all functions and boto3 in turn, so that changes of load affect all alike."""
    taken: dict[str, list[Start]] = {}
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder, "functions")
        shutil.copytree(ROOT / "functions", code, ignore=shutil.ignore_patterns("__pycache__"))
        compileall.compile_dir(code, quiet=1)
        wanted = {"boto3": [str(layers.built("libraries") / "python")]}
        for function in functions():
            built = [str(layers.built(name) / "python") for name in function.layers]
            wanted[function.module] = [str(code), *built]
        for module, paths in wanted.items():
            start(module, paths)  # warms the system's file cache
        for _ in range(rounds):
            for module, paths in wanted.items():
                taken.setdefault(module, []).append(start(module, paths))
    return taken


def main() -> None:
    """Prints the table."""
    taken = measure(1 if "--quick" in sys.argv else ROUNDS)
    cpu = {module: statistics.median(it.cpu for it in starts) for module, starts in taken.items()}
    print("| import of | CPU, ms | times `import boto3` | memory, MB | goal |")
    print("|---|---:|---:|---:|---|")
    for function in [Function("boto3", (), is_api=False), *functions()]:
        module = function.module
        memory = statistics.median(it.memory for it in taken[module])
        goal = f"{API_GOAL} ms, {MEMORY_GOAL} MB" if function.is_api else f"{EVENT_GOAL} ms"
        met = cpu[module] <= (API_GOAL if function.is_api else EVENT_GOAL)
        met &= memory <= MEMORY_GOAL or not function.is_api
        result = "" if module == "boto3" else f"{goal}: {'met' if met else 'missed'}"
        times = cpu[module] / cpu["boto3"]
        print(f"| `{module}` | {cpu[module]:.0f} | {times:.1f} | {memory:.0f} | {result} |")


if __name__ == "__main__":
    main()
