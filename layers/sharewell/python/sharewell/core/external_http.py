"""Fetches pages that members link to: the only access to the rest of the internet.

A member chooses the URL, so it must not reach anything internal (SSRF). Each host is resolved once,
all its addresses are checked, and the connection goes to exactly the checked address; each redirect
is checked the same way. No cookie, credential or referrer is sent.
"""

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from sharewell.core.address_rules import PORTS, FetchError, is_allowed_address, parse_target

MAX_REDIRECTS = 5
CHUNK_SIZE = 1 << 16
_REDIRECTS = (301, 302, 303, 307, 308)
_RETRYABLE = (408, 425, 429, 500, 502, 503, 504)
"""Statuses after which a later attempt may succeed."""
_LATE = "The page did not respond in time."
_BROKEN = "The connection to the page was interrupted."


class FetchedPage(NamedTuple):
    """The response: its URL after redirects, its media type and its first bytes."""

    url: str
    type: str
    data: bytes
    is_complete: bool


def fetch(url: str, *, most: int, by: float, allowed: str = "") -> FetchedPage:
    """Returns at most the first `most` bytes at `url`, before `by` (time.monotonic).

    Follows up to MAX_REDIRECTS redirects. Raises: FetchError.
    """
    for _ in range(MAX_REDIRECTS + 1):
        answer = _request(url, most, by, allowed)
        if isinstance(answer, FetchedPage):
            return answer
        url = urljoin(url, answer)
    raise FetchError("The page redirects too many times.")


def _request(url: str, most: int, by: float, allowed: str) -> FetchedPage | str:
    scheme, host, port = parse_target(url, allowed)
    address = _resolve(host, port, by, allowed)
    connection = _PinnedConnection(host, port, address, _seconds_left(by), secure=scheme == "https")
    timer = threading.Timer(_seconds_left(by), connection.abort)
    timer.daemon = True
    timer.start()
    try:
        connection.request("GET", _path(url), headers=_HEADERS)
        answer = _decode_response(url, connection.getresponse(), most)
        _seconds_left(by)  # an aborted response looks complete
    except (OSError, HTTPException, ValueError) as broken:
        late = isinstance(broken, TimeoutError) or time.monotonic() >= by
        raise FetchError(_LATE if late else _BROKEN, again=True) from broken
    finally:
        timer.cancel()
        connection.close()
    return answer


def _decode_response(url: str, response: HTTPResponse, most: int) -> FetchedPage | str:
    if response.status in _REDIRECTS and (location := response.headers.get("Location")):
        return location
    if response.status != 200:
        again = response.status in _RETRYABLE
        raise FetchError(f"The page responded with status {response.status}.", again=again)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchError("The page uses a compression that was not requested.")
    data = bytearray()
    while len(data) <= most and (chunk := response.read1(CHUNK_SIZE)):
        data += chunk
    if len(data) <= most and response.length:
        raise IncompleteRead(bytes(data), response.length)
    kind = response.headers.get_content_type()
    return FetchedPage(url, kind, bytes(data[:most]), len(data) <= most)


def _resolve(host: str, port: int, by: float, allowed: str) -> str:
    resolver = ThreadPoolExecutor(1)
    try:
        found = resolver.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        addresses = [str(it[4][0]) for it in found.result(_seconds_left(by))]
    except FutureTimeout as late:
        raise FetchError(_LATE, again=True) from late
    except (OSError, UnicodeError) as unknown:
        raise FetchError("There is no site with this name.") from unknown
    finally:
        resolver.shutdown(wait=False)
    if not addresses or not all(is_allowed_address(it, allowed) for it in addresses):
        raise FetchError("This address is not on the public internet.")
    return addresses[0]


def _seconds_left(by: float) -> float:
    left = by - time.monotonic()
    if left <= 0:
        raise FetchError(_LATE, again=True)
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


class _PinnedConnection(HTTPConnection):
    """A connection to a checked address; the host name serves for TLS and the Host header only."""

    def __init__(self, host: str, port: int, address: str, left: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=left)
        self.default_port = PORTS["https" if secure else "http"]
        self._address, self._secure = address, secure

    def connect(self) -> None:
        """Connects to the checked address, whatever the name resolves to meanwhile."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self._tcp = self.sock

    def abort(self) -> None:
        """Shuts the connection down, also while a response without a length is being read."""
        with suppress(OSError, AttributeError):
            self._tcp.shutdown(socket.SHUT_RDWR)
