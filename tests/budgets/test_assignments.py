"""What assignments cost: the same for a group of twenty and of thousands."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from budgets.library import TABLE, Action, Cost, Library, measure, upload
from isolation.world import founder, newcomer, note
from local.stack import ENVIRONMENT, Stack

FEW, MANY = 20, 2_000
DUE = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
THIS, TO = "/api/assignments/{group}/{asked}", "/api/assignments/{group}"


def _get(path: str, **query: str) -> Any:
    return lambda library: library.reader.get(path.format(**library.ids), **query)


def _led(path: str, **query: str) -> Any:
    return lambda library: library.writer.get(path.format(**library.ids), **query)


def _put(path: str, body: Any) -> Any:
    def do(library: Library) -> None:
        said = library.reader.ask("PUT", path.format(**library.ids), body)
        assert said.status == 200, said.body

    return do


def _give(library: Library) -> None:
    """Two more items at once."""
    give(library, library.topics.pop(), library.topics.pop())


def give(library: Library, *items: str) -> str:
    """The first of these assignments for the group."""
    body = {"items": items, "group": library.ids["group"], "due": DUE, "zone": "UTC"}
    return str(library.writer.make("/api/assignments", body)["items"][0]["id"])


READS = [
    Action(
        "what is asked of me",
        _get("/api/assignments"),
        Cost("Query BatchGetItem Query Query Query", 2, 2.5),
    ),
    Action(
        "what is asked of me on an item's page",
        _get("/api/items/{note}/assignments"),
        Cost("Query GetItem BatchGetItem Query BatchGetItem", 2, 2.5),
    ),
    Action(
        "a group's progress",
        _led("/api/groups/{group}/assignments"),
        Cost("Query GetItem GetItem Query Query", 2, 3.5),
    ),
    Action(
        "who stands where",
        _led(f"{THIS}/people"),
        Cost("Query GetItem GetItem GetItem Query Query Query Query Query Query", 2, 6.5),
    ),
    Action(
        "who has done it",
        _led(f"{THIS}/people", where="done"),
        Cost("Query GetItem GetItem GetItem Query", 2, 4),
    ),
    Action("what waits for my review", _led("/api/reviews"), Cost("Query Query", 2, 1)),
]
WRITES = [
    Action(
        "give two items",
        _give,
        Cost("Query BatchGetItem GetItem GetItem TransactWriteItems", 3, 3.5, 18),
    ),
    Action(
        "tick",
        _put(f"{THIS}/mine", {"state": "done"}),
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2.5, 8),
    ),
    Action(
        "turn a page",
        _put(f"{TO}/{{pages}}/mine/page", {"page": 3}),
        Cost("Query GetItem GetItem PutItem", 3, 2.5, 1),
    ),
    Action(
        "say why not",
        _put(f"{TO}/{{other}}/mine/reason", {"why": "no-time"}),
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2.5, 8),
    ),
]


@pytest.fixture(scope="module")
def small() -> Iterator[Library]:
    """A group of twenty that is asked to read a note, a file and another note."""
    with mock_aws():
        stack = Stack()
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        writer = founder(stack, "kettle")
        reader = newcomer(stack, writer, "Cleo", "kettle")
        group = writer.make("/api/groups", {"name": "Kiln", "members": [reader.member]})["id"]
        channel = writer.make("/api/channels", {"name": "Glazing"})["id"]
        file = upload(writer, channel)
        notes = [note(writer, "Cobalt") for _ in range(6)]
        stack.settle()
        library = Library(stack, writer, reader, {"group": group}, topics=notes[2:], groups=[group])
        library.ids["note"] = notes[0]
        library.ids["asked"] = give(library, notes[0])
        library.ids["other"] = give(library, notes[1])
        library.ids["pages"] = give(library, file)
        _fill(library, range(FEW))
        stack.settle()
        yield library


def _fill(library: Library, numbers: range) -> None:
    """So many more people in the group, of whom half have done what was asked first."""
    client = boto3.client("dynamodb")
    organisation, group = library.writer.organisation, library.ids["group"]
    asked = library.ids["asked"]
    rows: list[Any] = []
    for number in numbers:
        member = f"01ARZ3NDEKTSV4RR{number:010d}"
        name = {"name": {"S": f"Person {number:05}"}}
        pk = {"pk": {"S": f"GROUP#{organisation}#{group}"}}
        rows.append({**pk, "sk": {"S": f"MEMBER#{member}"}, "role": {"S": "member"}, **name})
        if number % 2:
            pk = {"pk": {"S": f"ASSIGNEES#{organisation}#{asked}"}}
            rows.append({**pk, "sk": {"S": f"done#{member}"}, **name})
    for start in range(0, len(rows), 25):
        puts: Any = [{"PutRequest": {"Item": row}} for row in rows[start : start + 25]]
        client.batch_write_item(RequestItems={TABLE: puts})


def test_actions_cost_what_their_budget_says(small: Library) -> None:
    """In one test, since what is written by one is there for the next, in this order."""
    costs = [(it, measure(small, it).cost) for it in [*READS, *WRITES]]

    assert {it.name: (cost, it.bar) for it, cost in costs if cost != it.bar} == {}


@pytest.mark.parametrize("action", READS, ids=lambda it: it.name)
def test_nobody_waits_for_more_than_two_calls_to_read(action: Action) -> None:
    assert action.bar.deep <= 2


@pytest.mark.parametrize("action", WRITES, ids=lambda it: it.name)
def test_nobody_waits_for_more_than_three_calls_to_write(action: Action) -> None:
    assert action.bar.deep <= 3


def test_a_group_of_thousands_costs_what_one_of_twenty_does(small: Library) -> None:
    before = [measure(small, it) for it in READS]
    _fill(small, range(FEW, MANY))
    after = [measure(small, it) for it in READS]

    assert [it.cost for it in after] == [it.cost for it in before]
    assert all(0 < it.bytes <= 6_000 for it in after)
