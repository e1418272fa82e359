"""The process that has loaded what reads files, and forks one that reads for each order."""

import gc
import json
import os
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from typing import Any

from sharewell.reading import child

LOADED = (*sorted(child._READERS), "archive", "image", "language")
BESIDES = ("charset_normalizer", "markdown_it")
_reading: dict[int, int] = {}
"""Where to tell of each process how it ended."""


def main() -> None:
    """Take orders until nobody gives any."""
    door = socket.socket(fileno=int(sys.argv[1]))
    for name in (*(f"sharewell.reading.{it}" for it in LOADED), *BESIDES):
        import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, _told)
    while True:
        size, fds, _, _ = socket.recv_fds(door, 4, 2)
        if not size:
            return
        text = b""
        while len(text) < int.from_bytes(size, "big"):
            text += door.recv(int.from_bytes(size, "big") - len(text))
        _begin(json.loads(text), *fds)


def _begin(order: dict[str, Any], alive: int, tell: int) -> None:
    """Fork; the new process keeps `alive` open for as long as it lives."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    pid = os.fork()
    if not pid:
        _read(order)
    os.close(alive)
    _reading[pid] = tell
    os.write(tell, b"%d\n" % pid)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _read(order: dict[str, Any]) -> None:
    """What `python -m sharewell.reading.child` does, once it is loaded."""
    failed = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        os.setsid()
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        tempfile.tempdir = None  # as it says now
        sys.argv = [sys.argv[0], *order["words"]]
        child.main()
        failed = 0
    finally:
        os._exit(failed)


def _told(*_: object) -> None:
    """Some have ended."""
    with suppress(ChildProcessError):
        while True:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            tell = _reading.pop(pid)
            os.write(tell, json.dumps([status, used.ru_utime + used.ru_stime]).encode() + b"\n")
            os.close(tell)


if __name__ == "__main__":
    main()
