"""A website on this machine, with pages that a test defines."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Page = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request, which a page answers."""

    pages: Mapping[str, Page]
    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        """Answers as the page does."""
        self.seen.append({name.lower(): value for name, value in self.headers.items()})
        self.pages.get(self.path, says(404, b""))(self)

    def log_message(self, format: str, *args: object) -> None:  # as it is called there
        """Logs nothing."""


class Site:
    """Its port, and the headers of all requests."""

    def __init__(self, port: int, seen: list[dict[str, str]]) -> None:
        self.port = port
        self.url, self.seen = f"http://127.0.0.1:{port}", seen


@contextmanager
def site(pages: Mapping[str, Page]) -> Iterator[Site]:
    """Serves these pages for a while."""
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
    """Returns a page with this answer."""

    def answer(visit: Visit) -> None:
        visit.send_response(status)
        visit.send_header("Content-Type", type)
        for name, value in headers.items():
            visit.send_header(name, value)
        visit.end_headers()
        visit.wfile.write(body)

    return answer


def hangs_up(visit: Visit) -> None:
    """Breaks the connection."""
    visit.connection.shutdown(socket.SHUT_RDWR)
