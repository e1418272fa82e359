"""Where every connection passes that is not a call to AWS. Tests reach nothing but this machine.

What asks elsewhere over HTTP is made to fail here as AWS is in wire.py: `going(wrong)` lets every
connection to elsewhere end as `wrong` says, whatever library makes it. In a workflow each of them
is a call like those to AWS, named `CONNECT`; `leading_to` says who answers when all goes well.
"""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from threading import Thread
from typing import Any, NoReturn

CONNECT = "outside.connect"
Connect = Callable[[], None]
Interceptor = Callable[[Any, Connect], None]
"""Given an address: connect, fail, or do something else first."""

_interceptors: list[Interceptor] = []
_servers: dict["Wrong", Any] = {}
_connect = socket.socket.connect
_resolve = socket.getaddrinfo
_HERE = ("127.", "::1", "localhost")
NOWHERE = "93.184.215.14"
"""A public address that no test reaches; what stands in for it is the interceptor's to say."""


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
def through(interceptor: Interceptor) -> Iterator[None]:
    """Let every connection to elsewhere pass `interceptor` for a while."""
    _interceptors.append(interceptor)
    try:
        yield
    finally:
        _interceptors.remove(interceptor)


@contextmanager
def going(wrong: Wrong) -> Iterator[list[Any]]:
    """Let every connection to elsewhere go wrong; the addresses that were asked for."""
    asked: list[Any] = []

    def interceptor(address: Any, _: Connect) -> None:
        asked.append(address)
        go(wrong)

    with through(interceptor):
        yield asked


@contextmanager
def leading_to(port: int) -> Iterator[None]:
    """Let every connection to elsewhere come to a port of this machine."""

    def interceptor(_: Any, __: Connect) -> None:
        raise _Elsewhere(("127.0.0.1", port))

    with through(interceptor):
        yield


def go(wrong: Wrong) -> NoReturn:
    """Said by a interceptor: let the connection that it was asked for go wrong."""
    if wrong in _NEVER_THERE:
        raise _NEVER_THERE[wrong]
    if wrong not in _servers:  # one for all the tests of a process
        _servers[wrong] = socket.create_server(("127.0.0.1", 0))
        Thread(target=_serve, args=(_servers[wrong], wrong), daemon=True).start()
    raise _Elsewhere(_servers[wrong].getsockname())


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
    if _interceptors:
        return _resolve(NOWHERE, port, *more, **named)
    raise socket.gaierror(socket.EAI_NONAME, f"a test asked where {host} is")


def _is_number(host: str) -> bool:
    return all(it in "0123456789abcdefx.:%" for it in host.lower()) and any(
        it.isdigit() for it in host
    )


def _passing(self: socket.socket, address: Any) -> None:
    if self.family == socket.AF_UNIX or str(address[0]).startswith(_HERE):
        _connect(self, address)
    else:
        try:
            _go_on(address, len(_interceptors))
        except _Elsewhere as instead:
            _connect(self, instead.place)
        except BaseException:  # killed: nobody else closes it
            self.close()
            raise


def _go_on(address: Any, left: int) -> None:
    """Past the interceptors, the last one first; who is let through by all of them went out."""
    if not left:
        raise WentOutError(f"a test went out to {address}")
    _interceptors[left - 1](address, lambda: _go_on(address, left - 1))


def _serve(server: socket.socket, wrong: Wrong) -> None:
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
