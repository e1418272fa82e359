"""Files are read in processes forked from one that has the libraries loaded.

Each is still a process of its own, in the bounds of `sharewell.reading.child` and with nothing but
what it is given; to start Python and load the libraries for each file takes longer than to read
most. tests/unit/test_reading_bounds.py starts them as they are started in AWS.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from sharewell.reading import service

_LOADED = Path(__file__).with_name("reading_loaded.py")
_one_after_another = Lock()
_spent = [0.0]


class Forked:
    """As much of `subprocess.Popen` as reading asks for."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        pass_fds: Sequence[int],
        **_: Any,
    ) -> None:
        told, tell = os.pipe()
        self._told = os.fdopen(told, "rb", buffering=0)
        order = {"words": words[-1:], "cwd": str(cwd), "env": dict(env)}
        text = json.dumps(order).encode()
        with _one_after_another:
            socket.send_fds(_door(), [len(text).to_bytes(4, "big")], [*pass_fds, tell])
            _door().sendall(text)
        os.close(tell)
        self.pid: int = json.loads(self._told.readline())

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, as `subprocess` spells it."""
        ready, _, _ = select.select([self._told], [], [], timeout)
        if not ready:
            raise subprocess.TimeoutExpired("reading", timeout or 0)
        status, spent = json.loads(self._told.readline())
        self._told.close()
        _spent[0] += spent
        return os.waitstatus_to_exitcode(status)


@cache
def _door() -> socket.socket:
    """Where the process that has everything loaded takes its orders, until this one ends."""
    ours, its = socket.socketpair()
    paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    process = subprocess.Popen(
        [sys.executable, "-P", "-S", str(_LOADED), str(its.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        pass_fds=[its.fileno()],
    )
    its.close()
    atexit.register(_ended, ours, process)
    return ours


def _ended(door: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    door.close()
    process.wait(10)


_FORKING = SimpleNamespace(
    Popen=Forked, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired
)


def is_forked() -> None:
    """From now on, and in this process."""
    setattr(service, "subprocess", _FORKING)  # noqa: B010  # a module, to a type checker


@contextmanager
def forked() -> Iterator[None]:
    """As everywhere in the tests, where some are not."""
    with patch.object(service, "subprocess", _FORKING):
        yield


@contextmanager
def started_anew() -> Iterator[None]:
    """As in AWS."""
    with patch.object(service, "subprocess", subprocess):
        yield


def spent() -> float:
    """Seconds of the processor that all of them took."""
    return _spent[0]
