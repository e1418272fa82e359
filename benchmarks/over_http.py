"""How long a request takes on a running local stack, alone and with seven others beside it.

`python -m benchmarks.over_http [--quick]` from the checkout. Starts a stack of its own on free
ports of this machine, its data in a folder that is gone afterwards, and stops it. Functions run as
processes of the emulator here: what is measured is our code, not AWS.
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
sys.path[:0] = [str(ROOT / it) for it in ("infra", "layers/sharewell/python", "tests")]

from e2e.running import Stack  # noqa: E402  (the path comes first)
from files.make import pdf  # noqa: E402
from local import accounts  # noqa: E402

CONNECTIONS = (1, 8)
REQUESTS, SECONDS, UPLOADS, POSTS = 300, 15, 5, 50
WORDS = ("brief", "working agreement", "meeting notes", "experi", "falure", "onboarding plan")
"""What is searched for by turns: whole, begun, misspelt."""
PATIENCE = 60


class Request(NamedTuple):
    """What is asked; the path or the body may differ from one time to the next."""

    name: str
    method: str
    path: Callable[[int], str]
    body: Callable[[int], Any]


class Taken(NamedTuple):
    """Milliseconds of each answer, and how many answers came in a second."""

    times: list[float]
    rate: float

    def __str__(self) -> str:
        ordered = sorted(self.times)
        most = ordered[int(len(ordered) * 0.99)]
        return f"{statistics.median(ordered):.0f} / {most:.0f} | {self.rate:.0f}"


class Visitor:
    """Somebody signed in, on one connection that stays open."""

    def __init__(self, stack: Stack, token: str) -> None:
        self._connection = http.client.HTTPConnection("localhost", stack.place.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request; anything but a success ends the run."""
        sent = json.dumps(body) if body is not None else None
        self._connection.request(method, path, sent, self._headers)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {said[:300]!r}")
        return json.loads(said) if said else None


def requests_of(visitor: Visitor) -> Iterator[Request]:
    """What people ask most."""
    channels = [it["id"] for it in visitor.ask("GET", "/api/channels")["items"]]
    item = visitor.ask("GET", f"/api/channels/{channels[0]}/items")["items"][0]["id"]
    groups = [_group(visitor, number) for number in range(5)]
    talk = f"/api/discussions/{_discussed(visitor, channels[0])}/posts"
    note = {"kind": "note", "body": "Nothing to see here."}
    narrow, wide = {"channels": channels[:1]}, {"channels": channels[:3], "groups": groups}
    reads = {
        "feed": "/api/feed",
        "how much is unread": "/api/feed/unread",
        "channel page": f"/api/channels/{channels[0]}/items",
        "group page": f"/api/groups/{groups[0]}/items",
        "item": f"/api/items/{item}",
        "discussion of 50 posts": talk,
        "people": "/api/people",
    }
    for name, path in reads.items():
        yield Request(name, "GET", lambda _, path=path: path, lambda _: None)  # type: ignore[misc]
    asked = [f"/api/search?q={words.replace(' ', '+')}" for words in WORDS]
    yield Request("search", "GET", lambda turn: asked[turn % len(asked)], lambda _: None)
    writes: dict[str, tuple[str, str, dict[str, Any]]] = {
        "post a comment": ("POST", talk, {"text": "So it does."}),
        "mark all read": ("PUT", "/api/feed/read", {"upto": None}),
        "publish": ("POST", "/api/items", {**note, **narrow}),
        "publish in 3 channels for 5 groups": ("POST", "/api/items", {**note, **wide}),
    }
    for name, (method, path, body) in writes.items():
        yield Request(name, method, lambda _, path=path: path, _each(body))  # type: ignore[misc]


def _each(body: dict[str, Any]) -> Callable[[int], Any]:
    """The same each time; what is published has a title of its own."""
    return lambda turn: {**body, "title": f"Note {turn}"} if "kind" in body else body


def _group(visitor: Visitor, number: int) -> str:
    """A group of the visitor's with a page of notes in it."""
    id = str(visitor.ask("POST", "/api/groups", {"name": f"Shift {number}"})["id"])
    for turn in range(0 if number else 20):
        note = {"kind": "note", "title": f"Note {turn}", "body": "Short.", "groups": [id]}
        visitor.ask("POST", "/api/items", note)
    return id


def _discussed(visitor: Visitor, channel: str) -> str:
    """A note with 50 posts under it."""
    note = {"kind": "note", "title": "Much discussed", "body": "Short.", "channels": [channel]}
    id = str(visitor.ask("POST", "/api/items", note)["id"])
    for turn in range(POSTS):
        visitor.ask("POST", f"/api/discussions/{id}/posts", {"text": f"Thought {turn}."})
    return id


def timed(request: Request, visitors: list[Visitor], many: int) -> Taken:
    """Ask `many` times, by all visitors at once, for no longer than is bearable."""
    turns, times = count(), list[float]()
    begun = time.perf_counter()

    def visit(visitor: Visitor) -> None:
        while (turn := next(turns)) < many and time.perf_counter() - begun < SECONDS:
            since = time.perf_counter()
            visitor.ask(request.method, request.path(turn), request.body(turn))
            times.append((time.perf_counter() - since) * 1000)

    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(visit, visitors))
    return Taken(times, len(times) / (time.perf_counter() - begun))


def upload_to_findable(visitor: Visitor) -> float:
    """Seconds from the announcement of a PDF until a word on its last page is found."""
    word = "".join(secrets.choice("bcdfghklmnprstvz") + secrets.choice("aeiou") for _ in range(6))
    data = pdf([*(f"Page {number} of a handbook." for number in range(1, 7)), f"It says {word}."])
    announced = {"name": "handbook.pdf", "size": len(data), "type": "application/pdf"}
    begun = time.perf_counter()
    form = visitor.ask("POST", "/api/uploads", announced)["form"]
    sent = requests.post(form["url"], form["fields"], files={"file": data}, timeout=30)
    sent.raise_for_status()
    while visitor.ask("GET", f"/api/search?q={word}")["total"] == 0:
        if time.perf_counter() - begun > PATIENCE:
            raise RuntimeError(f"not found within {PATIENCE} s")
        time.sleep(0.05)
    return time.perf_counter() - begun


def main() -> None:
    """Print the tables."""
    many = 40 if "--quick" in sys.argv else REQUESTS
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        stack = Stack(Path(folder))
        first = stack.start()
        stack.stop()
        second = stack.start()
        try:
            _measure(stack, many, first, second)
        finally:
            stack.stop()


def _measure(stack: Stack, many: int, first: float, second: float) -> None:
    token = stack.token(accounts.shown()[0].address)
    visitors = [Visitor(stack, token) for _ in range(max(CONNECTIONS))]
    heads = " | ".join(f"{it} at once: p50 / p99, ms | answers a second" for it in CONNECTIONS)
    print(f"| request | {heads} |")
    print(f"|---|{'---:|---:|' * len(CONNECTIONS)}")
    for request in list(requests_of(visitors[0])):
        timed(request, visitors, len(visitors) * 2)  # so that every process has started
        taken = [timed(request, visitors[:many_at_once], many) for many_at_once in CONNECTIONS]
        print(f"| {request.name} | {' | '.join(map(str, taken))} |", flush=True)
    found = sorted(upload_to_findable(visitors[0]) for _ in range(UPLOADS))
    print("\n| on the way | seconds |")
    print("|---|---:|")
    print(f"| a PDF of seven pages to findable, median of {UPLOADS} | {found[UPLOADS // 2]:.1f} |")
    print(f"| the same, slowest | {found[-1]:.1f} |")
    print(f"| first start, with the demo organisation filled in | {first:.1f} |")
    print(f"| second start | {second:.1f} |")


if __name__ == "__main__":
    main()
