"""A site on this machine, whose pages answer as a test says."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Page = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request; pages write what they like."""

    pages: Mapping[str, Page]
    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        """Answer as the page does."""
        self.seen.append({name.lower(): value for name, value in self.headers.items()})
        self.pages.get(self.path, says(404, b""))(self)

    def log_message(self, format: str, *args: object) -> None:  # as it is called there
        """Say nothing."""


class Site:
    """Where it is, and the headers of all that was asked."""

    def __init__(self, port: int, seen: list[dict[str, str]]) -> None:
        self.port = port
        self.url, self.seen = f"http://127.0.0.1:{port}", seen


@contextmanager
def site(pages: Mapping[str, Page]) -> Iterator[Site]:
    """Serve these pages for a while."""
    seen: list[dict[str, str]] = []
    visit = type("Own", (Visit,), {"pages": pages, "seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), visit) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield Site(server.server_port, seen)
        finally:
            server.shutdown()


def says(status: int, body: bytes, type: str = "text/html", **headers: str) -> Page:
    """A page that answers so."""

    def answer(visit: Visit) -> None:
        visit.send_response(status)
        visit.send_header("Content-Type", type)
        for name, value in headers.items():
            visit.send_header(name, value)
        visit.end_headers()
        visit.wfile.write(body)

    return answer


def hangs_up(visit: Visit) -> None:
    """A page that breaks the connection."""
    visit.connection.shutdown(socket.SHUT_RDWR)
