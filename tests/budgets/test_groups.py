"""A group costs the same however many members it has."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from budgets.library import TABLE, Action, Cost, Library, measure
from isolation.world import founder, newcomer, note
from local_stack.in_process import ENVIRONMENT, Stack

MANY = 2_000
GROUP = "/api/groups/{group}"


def _get(path: str, **query: str) -> Any:
    return lambda library: library.reader.get(path.format(**library.ids), **query)


def _do(method: str, path: str, body: Any = None) -> Any:
    def do(library: Library) -> None:
        reply = library.writer.ask(method, path.format(**library.ids), body)
        assert reply.status < 300, reply.body

    return do


READS = [
    Action(
        "list groups that I lead",
        _get("/api/groups", managed="true"),
        Cost("Query BatchGetItem BatchGetItem", 2, 1.5),
    ),
    Action("list my groups", _get("/api/groups"), Cost("Query BatchGetItem", 2, 1)),
    Action("list open groups", _get("/api/open-groups"), Cost("Query Query", 2, 1)),
    Action("open a group's page", _get(GROUP), Cost("Query GetItem GetItem", 2, 2)),
    Action("list members", _get(f"{GROUP}/members"), Cost("Query Query", 2, 1)),
    Action("list leads", _get(f"{GROUP}/members", role="lead"), Cost("Query Query", 2, 1)),
    Action(
        "find a member by name",
        _get(f"{GROUP}/members", name="p"),
        Cost("Query Query Query Query", 2, 2),
    ),
    Action("list the items of a group", _get(f"{GROUP}/items"), Cost("Query Query", 2, 1)),
    Action(
        "read its membership rule", _get(f"{GROUP}/rule"), Cost("Query GetItem GetItem", 2, 2.5)
    ),
]
WRITES = [
    Action(
        "pin an item",
        _do("PUT", f"{GROUP}/pins/{{note}}"),
        Cost("Query GetItem GetItem GetItem UpdateItem", 3, 3, 1),
    ),
    Action(
        "add a member",
        _do("PUT", f"{GROUP}/members/{{ben}}"),
        Cost("Query GetItem GetItem GetItem GetItem TransactWriteItems", 3, 4.5, 8),
    ),
]


@pytest.fixture(scope="module")
def small() -> Iterator[Library]:
    """Yields a group of three."""
    with mock_aws():
        stack = Stack()
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        writer = founder(stack, "kettle")
        reader = newcomer(stack, writer, "Cleo", "kettle")
        ben = newcomer(stack, writer, "Ben", "kettle")
        made = {"name": "Kiln", "visibility": "open", "members": [reader.member]}
        group = writer.make("/api/groups", made)["id"]
        item = note(writer, "Cobalt", groups=[group])
        stack.settle()
        ids = {"group": group, "note": item, "ben": ben.member}
        yield Library(stack, writer, reader, ids, topics=[], groups=[group])


def test_actions_stay_within_their_budgets(small: Library) -> None:
    """In one test, since an action's rows are there for the next, in this order."""
    costs = [(it, measure(small, it).cost) for it in [*READS, *WRITES]]

    assert {it.name: (cost, it.budget) for it, cost in costs if cost != it.budget} == {}


@pytest.mark.parametrize("action", READS, ids=lambda it: it.name)
def test_reads_wait_for_two_calls_at_most(action: Action) -> None:
    assert action.budget.deep <= 2


def test_group_of_thousands_costs_the_same_as_twenty(small: Library) -> None:
    organisation = small.writer.organisation
    pk = f"GROUP#{organisation}#{small.ids['group']}"
    twenty = _measured(small, pk, range(20))

    assert _measured(small, pk, range(20, MANY)) == twenty


def _measured(library: Library, pk: str, numbers: range) -> list[Cost]:
    client = boto3.client("dynamodb")
    rows: list[Any] = []
    for number in numbers:
        member = f"01ARZ3NDEKTSV4RR{number:010d}"
        name = f"Person {number:05}"
        line = {"n": name, "w": "rule"}
        rows.append({"pk": pk, "sk": f"MEMBER#{member}", "name": name, "role": "member"})
        rows.append({"pk": pk, "sk": f"ROLE#member#{name.lower()}#{member}", **line})
    for start in range(0, len(rows), 25):
        some = rows[start : start + 25]
        puts: Any = [
            {"PutRequest": {"Item": {name: {"S": it} for name, it in row.items()}}} for row in some
        ]
        client.batch_write_item(RequestItems={TABLE: puts})
    found = [measure(library, action) for action in READS]
    assert all(it.bytes <= 6_000 for it in found)
    return [it.cost for it in found]
