"""The patches of resilience/moto_table.py change no response, row or stream record."""

import copy
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamRecord

from local_stack.in_process import ACCOUNT, REGION
from resilience.moto_table import unmended

NAME = "Compared"
Ask = Callable[..., Any]


def key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def row(pk: str, sk: str, number: int = 0) -> dict[str, Any]:
    return {**key(pk, sk), "n": {"N": str(number)}, "parts": {"L": [{"M": {"a": {"S": sk}}}]}}


def put(pk: str, sk: str, number: int = 0, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": NAME, "Item": row(pk, sk, number), **more}}


def add(pk: str, sk: str, **more: Any) -> dict[str, Any]:
    update = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    return {"Update": {"TableName": NAME, "Key": key(pk, sk), **update, **more}}


def delete(pk: str, sk: str, **more: Any) -> dict[str, Any]:
    return {"Delete": {"TableName": NAME, "Key": key(pk, sk), **more}}


def check(pk: str, sk: str, condition: str) -> dict[str, Any]:
    checked = {"TableName": NAME, "Key": key(pk, sk), "ConditionExpression": condition}
    return {"ConditionCheck": checked}


MISSING = "attribute_not_exists(pk)"
TRANSACTIONS = {
    "goes_through": [put("A", "new"), add("A", "1"), delete("A", "2"), check("B", "1", "n = n")],
    "counts_what_is_not_there": [add("C", "1"), put("C", "2")],
    "is_cancelled_by_its_first": [put("A", "1", 7, ConditionExpression=MISSING), add("A", "3")],
    "is_cancelled_by_its_last": [
        put("D", "1"),
        add("A", "1"),
        delete("A", "2"),
        put("A", "3", 9),
        check("B", "1", MISSING),
    ],
    "writes_a_row_twice": [put("A", "9"), add("A", "1"), add("A", "1")],
    "has_an_update_without_sense": [
        put("A", "9"),
        add("A", "1", UpdateExpression="SET parts[0].b.c = :one"),
    ],
}
CONDITION = "pk = :pk"
OF_A = {":pk": {"S": "A"}}
QUERIES: dict[str, dict[str, Any]] = {
    "a_partition": {},
    "backwards": {"ScanIndexForward": False},
    "a_page": {"Limit": 2},
    "the_next_page": {"Limit": 2, "ExclusiveStartKey": key("A", "2")},
    "the_next_page_backwards": {
        "Limit": 2,
        "ExclusiveStartKey": key("A", "3"),
        "ScanIndexForward": False,
    },
    "after_a_row_that_is_gone": {"ExclusiveStartKey": key("A", "25")},
    "a_range": {
        "KeyConditionExpression": f"{CONDITION} AND sk BETWEEN :low AND :high",
        "ExpressionAttributeValues": {**OF_A, ":low": {"S": "2"}, ":high": {"S": "4"}},
    },
    "a_beginning": {
        "KeyConditionExpression": f"{CONDITION} AND begins_with(sk, :low)",
        "ExpressionAttributeValues": {**OF_A, ":low": {"S": "1"}},
    },
    "some_attributes": {"ProjectionExpression": "sk, n"},
    "a_filter": {
        "FilterExpression": "n > :n",
        "ExpressionAttributeValues": {**OF_A, ":n": {"N": "2"}},
    },
    "nothing": {"ExpressionAttributeValues": {":pk": {"S": "Z"}}},
    "a_count": {"Select": "COUNT"},
}


@pytest.fixture
def client() -> Iterator[Any]:
    """Returns a client of a table with a stream and a few rows, in its own account."""
    with mock_aws():
        made: Any = boto3.client("dynamodb")
        keys = [("pk", "HASH"), ("sk", "RANGE")]
        made.create_table(
            TableName=NAME,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n, _ in keys],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        for pk in "BA":
            for number in (3, 1, 10, 4, 2):
                made.put_item(TableName=NAME, Item=row(pk, str(number), number))
        yield made


@pytest.mark.parametrize("name", TRANSACTIONS)
def test_patched_transaction_answers_as_moto(client: Any, name: str) -> None:
    def ask() -> Any:
        return client.transact_write_items(TransactItems=TRANSACTIONS[name])

    assert outcome(ask, mended=True) == outcome(ask, mended=False)


@pytest.mark.parametrize("name", QUERIES)
def test_patched_query_answers_as_moto(client: Any, name: str) -> None:
    query = {"KeyConditionExpression": CONDITION, "ExpressionAttributeValues": OF_A}

    def ask() -> Any:
        return client.query(TableName=NAME, **query | QUERIES[name])

    assert outcome(ask, mended=True) == outcome(ask, mended=False)


@pytest.mark.parametrize("kind", [Item, StreamRecord])
def test_deleted_rows_are_not_retained(client: Any, kind: Any) -> None:
    tracked: list[Any] = kind.instances_tracked

    def written() -> int:
        before = len(tracked)
        client.put_item(TableName=NAME, Item=row("A", "1"))
        return len(tracked) - before

    assert written() == 0
    with unmended():
        assert written() > 0


def outcome(ask: Ask, *, mended: bool) -> Any:
    """Returns the response, the rows and the stream records of a request, and undoes it."""
    backend = dynamodb_backends[ACCOUNT][REGION]
    before = copy.deepcopy(backend.tables[NAME])
    with nullcontext() if mended else unmended():
        try:
            answer = ask()
        except ClientError as error:
            answer = dict(error.response)
    answer.pop("ResponseMetadata")
    table = backend.tables[NAME]
    rows = [it.to_json() for it in table.all_items()]
    assert table.stream_shard
    events = [it.record["dynamodb"] for it in table.stream_shard.items]
    for event in events:
        for name in ("ApproximateCreationDateTime", "SizeBytes"):  # whose digits it counts
            event.pop(name)
    backend.tables[NAME] = before
    return answer, rows, events
