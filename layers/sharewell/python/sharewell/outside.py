"""The rest of the internet, and the only door to it: what members link to.

Whatever is asked for comes from a member, so nothing inside may be reached by it. Each host is
resolved once, every address of it is looked at, and the connection goes to just that address; each
redirect is looked at anew. No cookie, credential or referrer is sent.
"""

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from sharewell.reach import PORTS, Unreachable, may_reach, target

MOST_REDIRECTS = 5
CHUNK = 1 << 16
_MOVED = (301, 302, 303, 307, 308)
_PATIENTLY = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which it may be otherwise in a moment."""
_LATE = "The page did not answer in time."
_BROKEN = "The connection to the page broke."


class Answer(NamedTuple):
    """What came back, from where in the end, and as what."""

    url: str
    type: str
    data: bytes
    whole: bool


def fetch(url: str, *, most: int, by: float, allowed: str = "") -> Answer:
    """At most the first `most` bytes of what is at `url`, until `by` (time.monotonic)."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(url, most, by, allowed)
        if isinstance(answer, Answer):
            return answer
        url = urljoin(url, answer)
    raise Unreachable("The page leads on and on to other pages.")


def _ask(url: str, most: int, by: float, allowed: str) -> Answer | str:
    scheme, host, port = target(url, allowed)
    address = _resolve(host, port, by, allowed)
    connection = _Pinned(host, port, address, _left(by), secure=scheme == "https")
    end = threading.Timer(_left(by), connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("GET", _path(url), headers=_HEADERS)
        answer = _understood(url, connection.getresponse(), most)
        _left(by)  # what was cut off looks like an end
    except (OSError, HTTPException, ValueError) as broken:
        late = isinstance(broken, TimeoutError) or time.monotonic() >= by
        raise Unreachable(_LATE if late else _BROKEN, again=True) from broken
    finally:
        end.cancel()
        connection.close()
    return answer


def _understood(url: str, response: HTTPResponse, most: int) -> Answer | str:
    if response.status in _MOVED and (where := response.headers.get("Location")):
        return where
    if response.status != 200:
        again = response.status in _PATIENTLY
        raise Unreachable(f"The page answered with {response.status}.", again=again)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Unreachable("The page came packed in a way that was not asked for.")
    data = bytearray()
    while len(data) <= most and (some := response.read1(CHUNK)):
        data += some
    if len(data) <= most and response.length:
        raise IncompleteRead(bytes(data), response.length)
    kind = response.headers.get_content_type()
    return Answer(url, kind, bytes(data[:most]), len(data) <= most)


def _resolve(host: str, port: int, by: float, allowed: str) -> str:
    asking = ThreadPoolExecutor(1)
    try:
        found = asking.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        addresses = [str(it[4][0]) for it in found.result(_left(by))]
    except TooLate as late:
        raise Unreachable(_LATE, again=True) from late
    except (OSError, UnicodeError) as unknown:
        raise Unreachable("There is no site of this name.") from unknown
    finally:
        asking.shutdown(wait=False)
    if not addresses or not all(may_reach(it, allowed) for it in addresses):
        raise Unreachable("This address is not one of the public internet.")
    return addresses[0]


def _left(by: float) -> float:
    left = by - time.monotonic()
    if left <= 0:
        raise Unreachable(_LATE, again=True)
    return left


def _path(url: str) -> str:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return path.encode("ascii", "ignore").decode().replace(" ", "%20")


_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "Sharewell (link preview)",
}


class _Pinned(HTTPConnection):
    """A connection to an address that was looked at, which knows the host only by name."""

    def __init__(self, host: str, port: int, address: str, left: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=left)
        self.default_port = PORTS["https" if secure else "http"]
        self._address, self._secure = address, secure

    def connect(self) -> None:
        """Connect to the address, whatever the name resolves to by now."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self._line = self.sock

    def cut(self) -> None:
        """End it, whoever still waits for a byte: also of an answer that has no length."""
        with suppress(OSError, AttributeError):
            self._line.shutdown(socket.SHUT_RDWR)
