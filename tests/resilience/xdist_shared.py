"""Values that several test processes compute together.

They must collect the same tests, and one of them finds out how long a workflow is: each takes the
next one that no other has begun.
"""

import atexit
import os
import pickle
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 300
"""Seconds for which a process waits for a value from another."""


def shared(name: str, keys: Iterable[str], make: Callable[[str], T]) -> dict[str, T]:
    """Returns what `make` returns for each key; computes all of it if this process is alone."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return {key: make(key) for key in keys}
    keys, place = list(keys), Path(tempfile.gettempdir(), f"{name}-{run}")
    place.mkdir(exist_ok=True)
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    try:
        made = {key: make(key) for key in keys if _is_first(place / f"{key}.begun")}
    except BaseException:
        (place / "failed").touch()  # so that no process waits for it
        raise
    part = place / f"{os.getpid()}.new"
    part.write_bytes(pickle.dumps(made))
    part.rename(part.with_suffix(".made"))
    return _whole(place, keys)


def _is_first(note: Path) -> bool:
    try:
        note.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _whole(place: Path, keys: list[str]) -> dict[str, Any]:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and not (place / "failed").exists():
        found: dict[str, Any] = {}
        for part in place.glob("*.made"):
            found |= pickle.loads(part.read_bytes())  # noqa: S301  # one of our processes wrote it
        if len(found) == len(keys):
            return {key: found[key] for key in keys}
        time.sleep(0.05)
    raise RuntimeError(f"another process has not made its part of {place.name}")
