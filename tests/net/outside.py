"""Where every connection passes that is not a call to AWS. Tests reach nothing but this machine.

The product fetches nothing from elsewhere yet; what will is made to fail here as AWS is in
wire.py.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Connect = Callable[[], None]
Seam = Callable[[Any, Connect], None]
"""Given an address: connect, fail, or do something else first."""

_seams: list[Seam] = []
_connect = socket.socket.connect
_HERE = ("127.", "::1", "localhost")


class WentOutError(ConnectionError):
    """A test tried to reach something that is not on this machine."""


def stays_here() -> None:
    """Keep every test of this process on this machine."""
    setattr(socket.socket, "connect", _passing)  # noqa: B010  # a method of somebody else's


@contextmanager
def through(seam: Seam) -> Iterator[None]:
    """Let every connection to elsewhere pass `seam` for a while."""
    _seams.append(seam)
    try:
        yield
    finally:
        _seams.remove(seam)


def _passing(self: socket.socket, address: Any) -> None:
    if self.family == socket.AF_UNIX or str(address[0]).startswith(_HERE):
        _connect(self, address)
    elif _seams:
        _seams[-1](address, lambda: _connect(self, address))
    else:
        raise WentOutError(f"a test went out to {address}")
