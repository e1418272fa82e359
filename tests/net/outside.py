"""Where every connection passes that is not a call to AWS. Tests reach nothing but this machine.

What asks elsewhere over HTTP is made to fail here as AWS is in wire.py: `going(wrong)` lets every
connection to elsewhere end as `wrong` says, whatever library makes it.
"""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from threading import Thread
from typing import Any

Connect = Callable[[], None]
Seam = Callable[[Any, Connect], None]
"""Given an address: connect, fail, or do something else first."""

_seams: list[Seam] = []
_connect = socket.socket.connect
_resolve = socket.getaddrinfo
_HERE = ("127.", "::1", "localhost")
NOWHERE = "93.184.215.14"
"""A public address that no test reaches; what stands in for it is the seam's to say."""


class WentOutError(ConnectionError):
    """A test tried to reach something that is not on this machine."""


class Wrong(StrEnum):
    """What goes wrong with somebody else's server."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    RESET = "reset"
    """The connection is there, and gone when something is asked."""
    TIMED_OUT = "timed_out"
    SILENT = "silent"
    """It takes the question and never answers."""
    DRIPPING = "dripping"
    """It answers a byte at a time, without end."""
    HUGE = "huge"
    """It answers more than anybody wants to read."""
    NONSENSE = "nonsense"
    BROKEN_OFF = "broken_off"
    """It ends before it has said all that it announced."""
    FAILING = "failing"
    """It answers 503."""
    IN_CIRCLES = "in_circles"
    """It sends whoever asks to itself."""


def stays_here() -> None:
    """Keep every test of this process on this machine."""
    setattr(socket.socket, "connect", _passing)  # noqa: B010  # a method of somebody else's
    setattr(socket, "getaddrinfo", _resolving)  # noqa: B010  # the same


@contextmanager
def through(seam: Seam) -> Iterator[None]:
    """Let every connection to elsewhere pass `seam` for a while."""
    _seams.append(seam)
    try:
        yield
    finally:
        _seams.remove(seam)


@contextmanager
def going(wrong: Wrong) -> Iterator[list[Any]]:
    """Let every connection to elsewhere go wrong; the addresses that were asked for."""
    asked: list[Any] = []
    server = socket.create_server(("127.0.0.1", 0))
    Thread(target=_serve, args=(server, wrong), daemon=True).start()

    def seam(address: Any, _: Connect) -> None:
        asked.append(address)
        if wrong in _NEVER_THERE:
            raise _NEVER_THERE[wrong]
        raise _Elsewhere(server.getsockname())

    try:
        with through(seam):
            yield asked
    finally:
        server.close()


_NEVER_THERE = {
    Wrong.REFUSED: ConnectionRefusedError("made to fail"),
    Wrong.UNREACHABLE: OSError(101, "made to fail"),
    Wrong.TIMED_OUT: TimeoutError("made to fail"),
}


class _Elsewhere(Exception):  # says where to connect instead
    def __init__(self, place: Any) -> None:
        super().__init__(place)
        self.place = place


def _resolving(host: Any, port: Any, *more: Any, **named: Any) -> Any:
    if host is None or _is_number(str(host)) or str(host).startswith(_HERE):
        return _resolve(host, port, *more, **named)
    if _seams:
        return _resolve(NOWHERE, port, *more, **named)
    raise socket.gaierror(socket.EAI_NONAME, f"a test asked where {host} is")


def _is_number(host: str) -> bool:
    return all(it in "0123456789abcdefx.:%" for it in host.lower()) and any(
        it.isdigit() for it in host
    )


def _passing(self: socket.socket, address: Any) -> None:
    if self.family == socket.AF_UNIX or str(address[0]).startswith(_HERE):
        _connect(self, address)
    elif _seams:
        try:
            _seams[-1](address, lambda: _connect(self, address))
        except _Elsewhere as instead:
            _connect(self, instead.place)
    else:
        raise WentOutError(f"a test went out to {address}")


def _serve(server: socket.socket, wrong: Wrong) -> None:
    with suppress(OSError):  # closed: the test is over
        while True:
            connection, _ = server.accept()
            Thread(target=_answer, args=(connection, wrong), daemon=True).start()


def _answer(connection: socket.socket, wrong: Wrong) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    with suppress(OSError), connection:
        connection.recv(65_536)
        if wrong is Wrong.RESET:
            linger = struct.pack("ii", 1, 0)  # so that closing it is a reset (socket(7))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        elif wrong is Wrong.SILENT:
            connection.recv(1)  # until who asks has had enough
        elif wrong is Wrong.DRIPPING:
            connection.sendall(head + b"\r\n")
            connection.settimeout(0.05)
            while True:
                connection.sendall(b"<")
                with suppress(TimeoutError):
                    if not connection.recv(1):
                        break
        elif wrong is Wrong.HUGE:
            connection.sendall(head + b"\r\n")
            while True:
                connection.sendall(b"<p>more</p>" * 10_000)
        else:
            connection.sendall(_SAID[wrong])


_SAID = {
    Wrong.NONSENSE: b"\x00\xff\xfe nothing that is HTTP\r\n\r\n",
    Wrong.BROKEN_OFF: b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<title>It",
    Wrong.FAILING: b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
    Wrong.IN_CIRCLES: b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
}
