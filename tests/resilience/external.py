"""The hook that every connection passes that is no AWS call. Tests reach nothing but this machine.

External HTTP calls are made to fail here, as AWS calls are in interceptor.py: within
`failing_with(wrong)` every external connection ends with `wrong`, in any library. In a
workflow each of them is a call like those to AWS, named `CONNECT`; `redirecting_to` names the
server without faults.
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
"""Given an address: connects, fails, or does something else first."""

_interceptors: list[Interceptor] = []
_servers: dict["Wrong", Any] = {}
_connect = socket.socket.connect
_resolve = socket.getaddrinfo
_HERE = ("127.", "::1", "localhost")
PUBLIC_ADDRESS = "93.184.215.14"
"""A public address that no test reaches; an interceptor decides what answers instead."""


class ExternalConnectionError(ConnectionError):
    """A test tried to reach another machine."""


class Wrong(StrEnum):
    """What goes wrong with an external server."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    RESET = "reset"
    """The connection is reset at the first request."""
    TIMED_OUT = "timed_out"
    SILENT = "silent"
    """It accepts the request and never answers."""
    DRIPPING = "dripping"
    """It answers a byte at a time, without end."""
    HUGE = "huge"
    """Its answer exceeds every limit."""
    NONSENSE = "nonsense"
    TRUNCATED = "broken_off"
    """It ends before the announced length."""
    FAILING = "failing"
    """It answers 503."""
    REDIRECT_LOOP = "in_circles"
    """It redirects to itself."""


def block_external_connections() -> None:
    """Keeps every test of this process on this machine."""
    setattr(socket.socket, "connect", _passing)  # noqa: B010  # another library's method
    setattr(socket, "getaddrinfo", _resolving)  # noqa: B010  # the same


@contextmanager
def through(interceptor: Interceptor) -> Iterator[None]:
    """Lets every external connection pass `interceptor` for a while."""
    _interceptors.append(interceptor)
    try:
        yield
    finally:
        _interceptors.remove(interceptor)


@contextmanager
def failing_with(wrong: Wrong) -> Iterator[list[Any]]:
    """Lets every external connection go wrong; yields the requested addresses."""
    addresses: list[Any] = []

    def interceptor(address: Any, _: Connect) -> None:
        addresses.append(address)
        fail_connection(wrong)

    with through(interceptor):
        yield addresses


@contextmanager
def redirecting_to(port: int) -> Iterator[None]:
    """Redirects every external connection to a port of this machine."""

    def interceptor(_: Any, __: Connect) -> None:
        raise _Redirect(("127.0.0.1", port))

    with through(interceptor):
        yield


def fail_connection(wrong: Wrong) -> NoReturn:
    """Makes the current connection of an interceptor go wrong."""
    if wrong in _NEVER_THERE:
        raise _NEVER_THERE[wrong]
    if wrong not in _servers:  # one for all the tests of a process
        _servers[wrong] = socket.create_server(("127.0.0.1", 0))
        Thread(target=_serve, args=(_servers[wrong], wrong), daemon=True).start()
    raise _Redirect(_servers[wrong].getsockname())


_NEVER_THERE = {
    Wrong.REFUSED: ConnectionRefusedError("made to fail"),
    Wrong.UNREACHABLE: OSError(101, "made to fail"),
    Wrong.TIMED_OUT: TimeoutError("made to fail"),
}


class _Redirect(Exception):  # redirects a connection
    def __init__(self, place: Any) -> None:
        super().__init__(place)
        self.place = place


def _resolving(host: Any, port: Any, *more: Any, **named: Any) -> Any:
    if host is None or _is_number(str(host)) or str(host).startswith(_HERE):
        return _resolve(host, port, *more, **named)
    if _interceptors:
        return _resolve(PUBLIC_ADDRESS, port, *more, **named)
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
        except _Redirect as instead:
            _connect(self, instead.place)
        except BaseException:  # killed: nothing else closes it
            self.close()
            raise


def _go_on(address: Any, left: int) -> None:
    """Calls the remaining interceptors, the last one first; behind them is the network."""
    if not left:
        raise ExternalConnectionError(f"a test went out to {address}")
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
            connection.recv(1)  # until the client gives up
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
    Wrong.TRUNCATED: b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<title>It",
    Wrong.FAILING: b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
    Wrong.REDIRECT_LOOP: b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
}
