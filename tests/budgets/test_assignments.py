"""Assignments cost the same in a group of twenty and of thousands."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from budgets.library import TABLE, Action, Cost, Library, measure, upload
from isolation.world import founder, newcomer, note
from local_stack.in_process import ENVIRONMENT, Stack

FEW, MANY = 20, 2_000
DUE = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
THIS, TO = "/api/assignments/{group}/{assignment}", "/api/assignments/{group}"


def _get(path: str, **query: str) -> Any:
    return lambda library: library.reader.get(path.format(**library.ids), **query)


def _led(path: str, **query: str) -> Any:
    return lambda library: library.writer.get(path.format(**library.ids), **query)


def _put(path: str, body: Any) -> Any:
    def do(library: Library) -> None:
        reply = library.reader.ask("PUT", path.format(**library.ids), body)
        assert reply.status == 200, reply.body

    return do


def _assign_two_items(library: Library) -> None:
    """Assigns two more items in one request."""
    assign_to_group(library, library.topics.pop(), library.topics.pop())


def assign_to_group(library: Library, *items: str) -> str:
    """Returns the id of the group's first assignment of an item."""
    body = {"items": items, "group": library.ids["group"], "due": DUE, "zone": "UTC"}
    return str(library.writer.make("/api/assignments", body)["items"][0]["id"])


READS = [
    Action(
        "my assignments",
        _get("/api/assignments"),
        Cost("Query BatchGetItem Query Query Query", 2, 2.5),
    ),
    Action(
        "my assignments of one item",
        _get("/api/items/{note}/assignments"),
        Cost("Query GetItem BatchGetItem Query BatchGetItem", 2, 2.5),
    ),
    Action(
        "a group's progress",
        _led("/api/groups/{group}/assignments"),
        Cost("Query GetItem GetItem Query Query", 2, 3.5),
    ),
    Action(
        "list assignees",
        _led(f"{THIS}/people"),
        Cost("Query GetItem GetItem GetItem Query Query Query Query Query Query", 2, 6.5),
    ),
    Action(
        "list assignees who are done",
        _led(f"{THIS}/people", status="done"),
        Cost("Query GetItem GetItem GetItem Query", 2, 4),
    ),
    Action("my pending reviews", _led("/api/reviews"), Cost("Query Query", 2, 1)),
]
WRITES = [
    Action(
        "assign two items",
        _assign_two_items,
        Cost("Query BatchGetItem GetItem GetItem TransactWriteItems", 3, 3.5, 18),
    ),
    Action(
        "complete an assignment",
        _put(f"{THIS}/mine", {"state": "done"}),
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2.5, 8),
    ),
    Action(
        "record a page",
        _put(f"{TO}/{{pages}}/mine/page", {"page": 3}),
        Cost("Query GetItem GetItem PutItem", 3, 2.5, 1),
    ),
    Action(
        "decline an assignment",
        _put(f"{TO}/{{other}}/mine/decline", {"decline_reason": "no-time"}),
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2.5, 8),
    ),
]


@pytest.fixture(scope="module")
def small() -> Iterator[Library]:
    """Yields a group of twenty that is assigned a note, a file and another note."""
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
        library.ids["assignment"] = assign_to_group(library, notes[0])
        library.ids["other"] = assign_to_group(library, notes[1])
        library.ids["pages"] = assign_to_group(library, file)
        _add_members(library, range(FEW))
        stack.settle()
        yield library


def _add_members(library: Library, numbers: range) -> None:
    """Adds members to the group, and every second one has completed the first assignment."""
    client = boto3.client("dynamodb")
    organisation, group = library.writer.organisation, library.ids["group"]
    assignment = library.ids["assignment"]
    rows: list[Any] = []
    for number in numbers:
        member = f"01ARZ3NDEKTSV4RR{number:010d}"
        name = {"name": {"S": f"Person {number:05}"}}
        pk = {"pk": {"S": f"GROUP#{organisation}#{group}"}}
        rows.append({**pk, "sk": {"S": f"MEMBER#{member}"}, "role": {"S": "member"}, **name})
        if number % 2:
            pk = {"pk": {"S": f"ASSIGNEES#{organisation}#{assignment}"}}
            rows.append({**pk, "sk": {"S": f"done#{member}"}, **name})
    for start in range(0, len(rows), 25):
        puts: Any = [{"PutRequest": {"Item": row}} for row in rows[start : start + 25]]
        client.batch_write_item(RequestItems={TABLE: puts})


def test_actions_stay_within_their_budgets(small: Library) -> None:
    """In one test, since an action's rows are there for the next, in this order."""
    costs = [(it, measure(small, it).cost) for it in [*READS, *WRITES]]

    assert {it.name: (cost, it.budget) for it, cost in costs if cost != it.budget} == {}


@pytest.mark.parametrize("action", READS, ids=lambda it: it.name)
def test_reads_wait_for_two_calls_at_most(action: Action) -> None:
    assert action.budget.deep <= 2


@pytest.mark.parametrize("action", WRITES, ids=lambda it: it.name)
def test_writes_wait_for_three_calls_at_most(action: Action) -> None:
    assert action.budget.deep <= 3


def test_group_of_thousands_costs_the_same_as_twenty(small: Library) -> None:
    before = [measure(small, it) for it in READS]
    _add_members(small, range(FEW, MANY))
    after = [measure(small, it) for it in READS]

    assert [it.cost for it in after] == [it.cost for it in before]
    assert all(0 < it.bytes <= 6_000 for it in after)
