"""What one of several test processes has made out, for all of them.

They must name their tests alike, and one of them is enough to find out how long a workflow is.
"""

import atexit
import os
import pickle
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 300
"""Seconds for which a process waits for what another one makes out."""


def shared(name: str, make: Callable[[], T]) -> T:
    """What the first process of this run to come here has made; by itself where there is one."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return make()
    place = Path(tempfile.gettempdir(), f"{name}-{run}")
    begun = place.with_suffix(".begun")
    ends = time.monotonic() + PATIENCE
    while not place.exists():
        with suppress(FileExistsError):
            begun.touch(exist_ok=False)
            return _make(make, place, begun)
        if time.monotonic() > ends:
            raise TimeoutError(f"{begun} has not come to an end")
        time.sleep(0.05)
    made: T = pickle.loads(place.read_bytes())  # noqa: S301  # another of our processes wrote it
    return made


def _make(make: Callable[[], T], place: Path, begun: Path) -> T:
    atexit.register(place.unlink, missing_ok=True)
    atexit.register(begun.unlink, missing_ok=True)
    try:
        made = make()
    except BaseException:
        begun.unlink()  # so that another one tries
        raise
    whole = place.with_suffix(".new")
    whole.write_bytes(pickle.dumps(made))
    whole.rename(place)
    return made
