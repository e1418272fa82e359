"""Plants bugs in copies of this repository, one at a time, and checks that the tests catch them.

`make test-mutants` plants all bugs of planted.yaml, one per processor at a time;
`make test-mutants ONLY=cursor` those whose description contains the word.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import yaml

GIT = shutil.which("git") or "git"
ROOT = Path(__file__).parents[2]
PYTEST = [
    *(str(ROOT / ".venv/bin/python"), "-m", "pytest", "-x", "-q", "-n", "0", "--tb=no", "-rfE"),
    *("-p", "no:cacheprovider"),
]
TIMEOUT = 300
"""Timeout in seconds for the tests of one bug; a bug that makes them hang counts as caught."""
FAILED, USAGE, NOTHING = 1, 4, 5
"""Exit codes of pytest (pytest.ExitCode)."""


class Planted(NamedTuple):
    """One bug, and the tests that must catch it: paths and options of pytest."""

    bug: str
    file: str
    old: str
    new: str
    tests: str


class Outcome(NamedTuple):
    """Result and duration of one bug."""

    it: Planted
    by: str | None
    seconds: float


def planted() -> list[Planted]:
    """Returns all bugs of planted.yaml."""
    read: list[dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("planted.yaml").read_text()
    )
    return [Planted(**it) for it in read]


def main(word: str) -> int:
    """Plants the bugs with `word` in their description; returns 0 when all were caught."""
    wanted = [it for it in planted() if word in it.bug]
    began, caught = time.monotonic(), 0
    with _copies(min(os.cpu_count() or 1, len(wanted))) as copies:
        for it, by, seconds in _planted_in(copies, wanted):
            caught += by is not None
            failed = f"{'caught' if by else 'MISSED':<8}{it.bug}\n        {by or it.tests}"
            print(f"{failed} ({seconds:.0f} s)", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(f"{caught} of {len(wanted)} planted bugs caught in {minutes:.1f} minutes")
    return 0 if caught == len(wanted) else 1


def _planted_in(copies: "SimpleQueue[Path]", wanted: Sequence[Planted]) -> Iterator[Outcome]:
    def plant(it: Planted) -> Outcome:
        copy = copies.get()
        began = time.monotonic()
        try:
            return Outcome(it, _caught_by(copy, it), time.monotonic() - began)
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(copies.qsize()) as at_once:
        yield from at_once.map(plant, wanted)


@contextmanager
def _copies(number: int) -> "Iterator[SimpleQueue[Path]]":
    """Creates copies of the tracked files as they are now, with the environments linked."""
    changed = subprocess.run(
        [GIT, "diff", "HEAD", "--binary"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    copies = SimpleQueue[Path]()
    with tempfile.TemporaryDirectory() as room:
        for place in [Path(room, str(it)) for it in range(number)]:
            subprocess.run([GIT, "clone", "-q", ROOT, place], check=True)
            if changed:
                subprocess.run([GIT, "apply"], cwd=place, input=changed, check=True)
            for name in (".venv", ".local"):
                (place / name).symlink_to(ROOT / name)
            copies.put(place)
        yield copies


def _caught_by(copy: Path, it: Planted) -> str | None:
    """Returns the first test that fails with the bug."""
    path = copy / it.file
    whole = path.read_text()
    assert whole.count(it.old) == 1, f"{it.file} has no single place for: {it.bug}"
    path.write_text(whole.replace(it.old, it.new))
    try:
        return _failed(copy, shlex.split(it.tests))
    finally:
        path.write_text(whole)


def _failed(copy: Path, chosen: Sequence[str]) -> str | None:
    words = [*PYTEST, *chosen]
    try:
        done = subprocess.run(
            words, cwd=copy, capture_output=True, text=True, check=False, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return f"no end within {TIMEOUT} s"
    assert done.returncode not in (USAGE, NOTHING), f"there are no tests as {shlex.join(chosen)}"
    failed: list[str] = [
        it for it in done.stdout.splitlines() if it.startswith(("FAILED", "ERROR"))
    ]
    if failed:
        return failed[0].partition(" - ")[0]
    return None if done.returncode == 0 else f"pytest ended with {done.returncode}"


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
