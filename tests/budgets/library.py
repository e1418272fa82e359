"""An organisation in which actions are measured, and the measurement."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from unittest.mock import patch

import boto3

from budgets.ledger import Ledger
from files.make import pdf
from isolation.world import Someone, founder, introduce, newcomer, say
from local_stack.in_process import ENVIRONMENT, Stack
from resilience.moto_snapshot import restored_stack
from sharewell.search import store

FEW_WORDS = "Why cobalt runs above 1240 °C, and what to do about it"


LONG = "Above that it runs, and the slower a kiln cools the further it gets. " * 40


PAGES = [f"Page {number} says why kilns crack." for number in range(1, 9)]


FEW = 25
POSTS = 50


TABLE = ENVIRONMENT["TABLE_NAME"]


class Cost(NamedTuple):
    """AWS calls in order, how many of them wait for one another, and request units."""

    calls: str
    deep: int
    reads: float = 0
    writes: float = 0


@dataclass(frozen=True)
class Library:
    """An organisation with a writer and a reader, and the ids of its content."""

    stack: Stack
    writer: Someone
    reader: Someone
    ids: dict[str, str]
    topics: list[str]
    groups: list[str]


class Action(NamedTuple):
    """An action of a member; `of` names the one function whose share is counted."""

    name: str
    act: Callable[[Library], Any]
    budget: Cost
    of: str | None = None


class Measured(NamedTuple):
    """The cost of an action, and the bytes of its response."""

    cost: Cost
    bytes: int


@contextmanager
def library() -> Iterator[Library]:
    """Yields a channel that the reader follows, with 25 notes, a file, topics and people."""
    with restored_stack(_library) as library:
        library.reader.get("/api/search", q="cobalt")
        yield library


def _library(stack: Stack) -> Library:
    writer = founder(stack, "kettle")
    reader = newcomer(stack, writer, "Cleo", "kettle")
    introduce(reader, "Cleo", "kettle")
    channel = writer.make("/api/channels", {"name": "Glazing"})["id"]
    reader.ask("PUT", f"/api/channels/{channel}/follow")
    file = upload(writer, channel)
    body = {"kind": "note", "title": FEW_WORDS, "body": LONG, "channels": [channel]}
    for _ in range(10):
        note = writer.make("/api/items", body)["id"]
    about = {"about": "What is fired, and how hot."}
    topics = [
        writer.make("/api/channels", {"name": f"Topic {number}", **about})["id"]
        for number in range(20)
    ]
    groups = [writer.make("/api/groups", {"name": f"Shift {it}"})["id"] for it in range(5)]
    stack.settle()
    own = writer.make("/api/items", {**body, "channels": [], "groups": groups[:1]})["id"]
    _multiply(own, FEW, "FOR#")
    _multiply(note, FEW - 10)
    _multiply(reader.member, 20, "PEOPLE#")
    for id in (note, file):
        reader.ask("PUT", f"/api/items/{id}/reactions", {"reactions": ["helped"]})
    folder = {"source": "folder", "name": "Handbook", "total": 2}
    batch = writer.make("/api/imports", folder)["id"]
    for number in range(POSTS):
        thread = say(reader if number % 2 else writer, note, FEW_WORDS)
    stack.settle()
    ids = {
        "thread": thread,
        "batch": batch,
        "channel": channel,
        "note": note,
        "file": file,
        "its_file": writer.get(f"/api/items/{file}")["file"]["id"],
        "writer": writer.member,
        "group": groups[0],
    }
    return Library(stack, writer, reader, ids, topics, groups)


def upload(by: Someone, channel: str) -> str:
    """Uploads a file of eight pages without processing it; returns its item."""
    data = pdf(PAGES)
    announced = {"name": "kilns.pdf", "size": len(data), "type": "application/pdf"}
    upload_form = by.make("/api/uploads", {**announced, "title": FEW_WORDS, "channels": [channel]})
    by.stack.send(upload_form["form"], data)
    return str(upload_form["item"])


def measure(library: Library, action: Action) -> Measured:
    """Returns the cost of an action, without the periodic work of the search index.

    Every two seconds a search looks for a newer index; every 32 changes it deletes older ones.

    """
    library.stack.settle()
    rarely = patch.multiple(store, REFRESH_INTERVAL=3_600.0, COLLECT_INTERVAL=1_000_000)
    with Ledger(action.of) as ledger, rarely:
        answer = action.act(library)
    assert ledger.wasted == 0, f"{action.name} reads rows and drops them"
    size = len(json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode())
    calls = " ".join(ledger.calls)
    cost = Cost(calls, ledger.depth, ledger.reads, ledger.writes)
    return Measured(cost, size if answer else 0)


def _multiply(id: str, many: int, begins: str = "") -> None:
    """Copies the rows of an id under earlier ids, past the functions."""
    client = boto3.client("dynamodb")
    pages = client.get_paginator("scan").paginate(TableName=TABLE)
    rows = [row for page in pages for row in page["Items"] if id in json.dumps(row)]
    rows = [row for row in rows if row["pk"]["S"].startswith(begins)]
    for row in rows:
        row.pop("outbox", None)
    others = [f"01ARZ3NDEKTSV4RR{number:010d}" for number in range(many)]
    copies = [json.loads(json.dumps(row).replace(id, other)) for other in others for row in rows]
    for start in range(0, len(copies), 25):
        puts: Any = [{"PutRequest": {"Item": row}} for row in copies[start : start + 25]]
        client.batch_write_item(RequestItems={TABLE: puts})
