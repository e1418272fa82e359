"""What a group costs: the same, whoever and however many are in it."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from budgets.library import TABLE, Action, Cost, Library, measure
from isolation.world import founder, newcomer, note
from local.stack import ENVIRONMENT, Stack

MANY = 2_000
GROUP = "/api/groups/{group}"


def _get(path: str, **query: str) -> Any:
    return lambda library: library.reader.get(path.format(**library.ids), **query)


def _do(method: str, path: str, body: Any = None) -> Any:
    def do(library: Library) -> None:
        said = library.writer.ask(method, path.format(**library.ids), body)
        assert said.status < 300, said.body

    return do


READS = [
    Action(
        "groups that I lead",
        _get("/api/groups", tended="true"),
        Cost("Query BatchGetItem BatchGetItem", 2, 1.5),
    ),
    Action("my groups", _get("/api/groups"), Cost("Query BatchGetItem", 2, 1)),
    Action("groups to join", _get("/api/open-groups"), Cost("Query Query", 2, 1)),
    Action("open a group's page", _get(GROUP), Cost("Query GetItem GetItem", 2, 2)),
    Action("who is in it", _get(f"{GROUP}/members"), Cost("Query Query", 2, 1)),
    Action("who leads it", _get(f"{GROUP}/members", role="lead"), Cost("Query Query", 2, 1)),
    Action(
        "find somebody in it",
        _get(f"{GROUP}/members", name="p"),
        Cost("Query Query Query Query", 2, 2),
    ),
    Action("what is for it", _get(f"{GROUP}/items"), Cost("Query Query", 2, 1)),
    Action("its rule", _get(f"{GROUP}/rule"), Cost("Query GetItem GetItem", 2, 2.5)),
]
WRITES = [
    Action(
        "pin an item",
        _do("PUT", f"{GROUP}/pins/{{note}}"),
        Cost("Query GetItem GetItem GetItem UpdateItem", 3, 3, 1),
    ),
    Action(
        "let somebody in",
        _do("PUT", f"{GROUP}/members/{{ben}}"),
        Cost("Query GetItem GetItem GetItem GetItem TransactWriteItems", 3, 4.5, 8),
    ),
]


@pytest.fixture(scope="module")
def small() -> Iterator[Library]:
    """A group of three."""
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


def test_actions_cost_what_their_budget_says(small: Library) -> None:
    """In one test, since what is written by one is there for the next, in this order."""
    costs = [(it, measure(small, it).cost) for it in [*READS, *WRITES]]

    assert {it.name: (cost, it.bar) for it, cost in costs if cost != it.bar} == {}


@pytest.mark.parametrize("action", READS, ids=lambda it: it.name)
def test_nobody_waits_for_more_than_two_calls_to_read(action: Action) -> None:
    assert action.bar.deep <= 2


def test_thousands_in_a_group_cost_what_twenty_do(small: Library) -> None:
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
        rows.append({"pk": pk, "sk": f"AS#member#{name.lower()}#{member}", **line})
    for start in range(0, len(rows), 25):
        some = rows[start : start + 25]
        puts: Any = [
            {"PutRequest": {"Item": {name: {"S": it} for name, it in row.items()}}} for row in some
        ]
        client.batch_write_item(RequestItems={TABLE: puts})
    found = [measure(library, action) for action in READS]
    assert all(it.bytes <= 6_000 for it in found)
    return [it.cost for it in found]
