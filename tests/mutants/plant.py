"""Plants bugs in a copy of this repository, one at a time, and sees whether the tests catch them.

`make test-mutants` plants all of planted.yaml; `make test-mutants ONLY=cursor` those whose
description has the word.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import yaml

GIT = shutil.which("git") or "git"
ROOT = Path(__file__).parents[2]
PYTEST = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "-x", "-q", "-n", "auto", "--tb=no"]
REST = ["--ignore=tests/e2e", "--ignore=tests/contracts/test_mutants.py"]
"""That one only knows whether there is a place to plant in."""


class Planted(NamedTuple):
    """One bug, and the tests that should notice it."""

    bug: str
    file: str
    old: str
    new: str
    first: str


def planted() -> list[Planted]:
    """Every bug that there is to plant."""
    read: list[dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("planted.yaml").read_text()
    )
    return [Planted(**it) for it in read]


def main(word: str) -> int:
    """Plant what has `word` in its description; 0 when all of it was caught."""
    wanted = [it for it in planted() if word in it.bug]
    caught = 0
    with tempfile.TemporaryDirectory() as room:
        copy = _copy(Path(room, "copy"))
        for it in wanted:
            by = _caught_by(copy, it)
            caught += by is not None
            print(f"{'caught' if by else 'MISSED':<8}{it.bug}\n        {by or ''}", flush=True)
    print(f"{caught} of {len(wanted)} planted bugs caught")
    return 0 if caught == len(wanted) else 1


def _copy(place: Path) -> Path:
    """What git has of this repository, as it stands now, with the environments beside it."""
    subprocess.run([GIT, "clone", "-q", ROOT, place], check=True)
    changed = subprocess.run(
        [GIT, "diff", "HEAD", "--binary"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    if changed:
        subprocess.run([GIT, "apply"], cwd=place, input=changed, check=True)
    for name in (".venv", ".local"):
        (place / name).symlink_to(ROOT / name)
    return place


def _caught_by(copy: Path, it: Planted) -> str | None:
    """The first test that fails with the bug, among those that should and then among all."""
    path = copy / it.file
    whole = path.read_text()
    assert whole.count(it.old) == 1, f"{it.file} has no single place for: {it.bug}"
    path.write_text(whole.replace(it.old, it.new))
    try:
        return _failed(copy, shlex.split(it.first)) or _failed(copy, REST)
    finally:
        path.write_text(whole)


def _failed(copy: Path, chosen: list[str]) -> str | None:
    words = [*PYTEST, "-rfE", *chosen]
    done = subprocess.run(words, cwd=copy, capture_output=True, text=True, check=False)
    told: list[str] = [it for it in done.stdout.splitlines() if it.startswith(("FAILED", "ERROR"))]
    if told:
        return told[0].partition(" - ")[0]
    return None if done.returncode == 0 else f"pytest ended with {done.returncode}"


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
