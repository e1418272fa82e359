"""Measures request latency on a local stack, with one client and with eight concurrent ones.

`python -m benchmarks.over_http [--quick]` from the checkout. Starts its own stack on free ports of
this machine with its data in a temporary folder, and stops it. Functions run as processes of the
emulator: the figures measure our code, not AWS.
"""

import http.client
import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import requests

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / it) for it in ("devtools", "layers/sharewell/python", "tests")]

from e2e.running import Stack  # noqa: E402  (the path comes first)
from files.make import pdf  # noqa: E402
from local_stack import demo_accounts  # noqa: E402

CONNECTIONS = (1, 8)
REQUESTS, SECONDS, UPLOADS, POSTS = 300, 15, 5, 50
WORDS = ("brief", "working agreement", "meeting notes", "experi", "falure", "onboarding plan")
"""Search queries in rotation: whole, unfinished, misspelt."""
INDEXING_TIMEOUT = 60
"""Seconds until an upload must be found."""


class Request(NamedTuple):
    """A request; path and body are functions of the repetition's number."""

    name: str
    method: str
    path: Callable[[int], str]
    body: Callable[[int], Any]


class Timing(NamedTuple):
    """Milliseconds of each response, and responses per second."""

    times: list[float]
    rate: float

    def __str__(self) -> str:
        ordered = sorted(self.times)
        p99 = ordered[int(len(ordered) * 0.99)]
        return f"{statistics.median(ordered):.0f} / {p99:.0f} | {self.rate:.0f}"


class Client:
    """A signed-in client with one open connection."""

    def __init__(self, stack: Stack, token: str) -> None:
        self._connection = http.client.HTTPConnection("localhost", stack.place.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Sends a request, returns the decoded response. Raises RuntimeError for status >= 300."""
        data = json.dumps(body) if body is not None else None
        self._connection.request(method, path, data, self._headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return json.loads(content) if content else None


def requests_of(client: Client) -> Iterator[Request]:
    """Yields the most frequent requests."""
    channels = [it["id"] for it in client.send("GET", "/api/channels")["items"]]
    item = client.send("GET", f"/api/channels/{channels[0]}/items")["items"][0]["id"]
    groups = [_create_group(client, number) for number in range(5)]
    posts = f"/api/discussions/{_create_discussion(client, channels[0])}/posts"
    note = {"kind": "note", "body": "Nothing to see here."}
    narrow, wide = {"channels": channels[:1]}, {"channels": channels[:3], "groups": groups}
    reads = {
        "feed": "/api/feed",
        "unread counts": "/api/feed/unread",
        "channel page": f"/api/channels/{channels[0]}/items",
        "group page": f"/api/groups/{groups[0]}/items",
        "item": f"/api/items/{item}",
        "discussion of 50 posts": posts,
        "people": "/api/people",
    }
    for name, path in reads.items():
        yield Request(name, "GET", lambda _, path=path: path, lambda _: None)  # type: ignore[misc]
    searches = [f"/api/search?q={words.replace(' ', '+')}" for words in WORDS]
    yield Request("search", "GET", lambda number: searches[number % len(searches)], lambda _: None)
    writes: dict[str, tuple[str, str, dict[str, Any]]] = {
        "post a comment": ("POST", posts, {"text": "So it does."}),
        "mark all read": ("PUT", "/api/feed/read", {"upto": None}),
        "publish": ("POST", "/api/items", {**note, **narrow}),
        "publish in 3 channels for 5 groups": ("POST", "/api/items", {**note, **wide}),
    }
    for name, (method, path, body) in writes.items():
        yield Request(name, method, lambda _, path=path: path, _body_of(body))  # type: ignore[misc]


def _body_of(body: dict[str, Any]) -> Callable[[int], Any]:
    """Returns a function of the repetition that returns the body, with a unique title for items."""
    return lambda number: {**body, "title": f"Note {number}"} if "kind" in body else body


def _create_group(client: Client, number: int) -> str:
    """Creates a group, the first one with a page of notes, and returns its id."""
    id = str(client.send("POST", "/api/groups", {"name": f"Shift {number}"})["id"])
    for note_number in range(0 if number else 20):
        note = {"kind": "note", "title": f"Note {note_number}", "body": "Short.", "groups": [id]}
        client.send("POST", "/api/items", note)
    return id


def _create_discussion(client: Client, channel: str) -> str:
    """Creates a note with 50 posts and returns its id."""
    note = {"kind": "note", "title": "Much discussed", "body": "Short.", "channels": [channel]}
    id = str(client.send("POST", "/api/items", note)["id"])
    for number in range(POSTS):
        client.send("POST", f"/api/discussions/{id}/posts", {"text": f"Thought {number}."})
    return id


def measure(request: Request, clients: list[Client], repetitions: int) -> Timing:
    """Sends the request `repetitions` times from all clients concurrently, for 15 s at most."""
    numbers, times = count(), list[float]()
    started = time.perf_counter()

    def run(client: Client) -> None:
        while (number := next(numbers)) < repetitions and time.perf_counter() - started < SECONDS:
            since = time.perf_counter()
            client.send(request.method, request.path(number), request.body(number))
            times.append((time.perf_counter() - since) * 1000)

    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(run, clients))
    return Timing(times, len(times) / (time.perf_counter() - started))


def upload_to_findable(client: Client) -> float:
    """Returns the seconds from announcing a PDF until search finds a word on its last page."""
    word = "".join(secrets.choice("bcdfghklmnprstvz") + secrets.choice("aeiou") for _ in range(6))
    data = pdf([*(f"Page {number} of a handbook." for number in range(1, 7)), f"It says {word}."])
    announced = {"name": "handbook.pdf", "size": len(data), "type": "application/pdf"}
    started = time.perf_counter()
    form = client.send("POST", "/api/uploads", announced)["form"]
    response = requests.post(form["url"], form["fields"], files={"file": data}, timeout=30)
    response.raise_for_status()
    while client.send("GET", f"/api/search?q={word}")["total"] == 0:
        if time.perf_counter() - started > INDEXING_TIMEOUT:
            raise RuntimeError(f"not found within {INDEXING_TIMEOUT} s")
        time.sleep(0.05)
    return time.perf_counter() - started


def main() -> None:
    """Prints the tables."""
    repetitions = 40 if "--quick" in sys.argv else REQUESTS
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        stack = Stack(Path(folder))
        first = stack.start()
        stack.stop()
        second = stack.start()
        try:
            _print_tables(stack, repetitions, first, second)
        finally:
            stack.stop()


def _print_tables(stack: Stack, repetitions: int, first: float, second: float) -> None:
    token = stack.token(demo_accounts.shown()[0].address)
    clients = [Client(stack, token) for _ in range(max(CONNECTIONS))]
    heads = " | ".join(f"{it} concurrent: p50 / p99, ms | responses/s" for it in CONNECTIONS)
    print(f"| request | {heads} |")
    print(f"|---|{'---:|---:|' * len(CONNECTIONS)}")
    for request in list(requests_of(clients[0])):
        measure(request, clients, len(clients) * 2)  # starts every process
        taken = [measure(request, clients[:limit], repetitions) for limit in CONNECTIONS]
        print(f"| {request.name} | {' | '.join(map(str, taken))} |", flush=True)
    found = sorted(upload_to_findable(clients[0]) for _ in range(UPLOADS))
    print("\n| operation | seconds |")
    print("|---|---:|")
    print(f"| upload of a PDF until found, median of {UPLOADS} | {found[UPLOADS // 2]:.1f} |")
    print(f"| the same, slowest | {found[-1]:.1f} |")
    print(f"| first start, including the demo data | {first:.1f} |")
    print(f"| second start | {second:.1f} |")


if __name__ == "__main__":
    main()
