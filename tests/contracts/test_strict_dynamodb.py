"""The in-memory table accepts requests at DynamoDB's limits and rejects those one over."""

from functools import reduce
from typing import Any

import pytest

from contracts.rejections import client, refused
from local_stack.in_process import ENVIRONMENT, Stack
from resilience.strict import row

TABLE = ENVIRONMENT["TABLE_NAME"]
INVALID = "ValidationException"


def text(size: int) -> Any:
    return {"S": "x" * size}


def key(sk: str = "s", pk: str = "p") -> Any:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def sized(size: int, sk: str = "s") -> Any:
    """Returns a row of so many bytes; 5 are names and partition key, 4 the attribute's name."""
    return {**key(sk), "text": text(size - 5 - len(sk) - 4)}


def nested(depth: int) -> Any:
    return {**key(), "deep": reduce(lambda it, _: {"L": [it]}, range(depth - 1), text(1))}


def a_batch(*rows: Any) -> dict[str, Any]:
    return {"RequestItems": {TABLE: [{"PutRequest": {"Item": it}} for it in rows]}}


def a_transaction(*rows: Any, **more: Any) -> dict[str, Any]:
    steps = [{"Put": {"TableName": TABLE, "Item": it}} for it in rows]
    return {"TransactItems": steps, **more}


def a_query(pk: str = "p", sk: str = "s") -> dict[str, Any]:
    return {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :p AND begins_with(sk, :s)",
        "ExpressionAttributeValues": {":p": {"S": pk}, ":s": {"S": sk}},
    }


def a_condition(expression: str, *, values: int = 0, names: str = "") -> dict[str, Any]:
    given: dict[str, Any] = {"TableName": TABLE, "Item": key(), "ConditionExpression": expression}
    if values:
        given["ExpressionAttributeValues"] = {f":{it}": text(1) for it in range(values)}
    if names:
        given["ExpressionAttributeNames"] = {f"#{it}": "spare" for it in names.split()}
    return given


def one_of(count: int) -> str:
    return f"NOT sk IN ({', '.join(f':{it}' for it in range(count))})"


def a_number(digits: int) -> Any:
    return {**key(), "number": {"N": "1" * digits}}


FREE = "attribute_not_exists(spare)"
UPDATE = {"TableName": TABLE, "UpdateExpression": "SET spare = :v"}

DYNAMODB: dict[str, tuple[str, Any, Any]] = {
    "a row has 400 kB": ("put_item", {"Item": sized(409_600)}, {"Item": sized(409_601)}),
    "a row lies 32 deep": ("put_item", {"Item": nested(32)}, {"Item": nested(33)}),
    "a number has 38 digits": ("put_item", {"Item": a_number(38)}, {"Item": a_number(39)}),
    "a set holds something": (
        "put_item",
        {"Item": {**key(), "set": {"SS": ["x"]}}},
        {"Item": {**key(), "set": {"L": [{"SS": []}]}}},
    ),
    "a set holds it once": (
        "put_item",
        {"Item": {**key(), "set": {"NS": ["1", "2"]}}},
        {"Item": {**key(), "set": {"NS": ["1", "1"]}}},
    ),
    "a partition has 2048 bytes": (
        "get_item",
        {"Key": key(pk="é" * 1024)},
        {"Key": key(pk="é" * 1024 + "x")},
    ),
    "a place has 1024 bytes": (
        "delete_item",
        {"Key": key("😀" * 256)},
        {"Key": key("😀" * 256 + "x")},
    ),
    "a key is not empty": ("delete_item", {"Key": key()}, {"Key": key("")}),
    "a query is for a key": ("query", a_query(sk="s" * 1024), a_query(sk="s" * 1025)),
    "a query is for a partition": ("query", a_query("p" * 2048), a_query("p" * 2049)),
    "a key has one condition": (
        "query",
        a_query() | {"KeyConditionExpression": "pk = :p AND sk BETWEEN :s AND :s"},
        a_query() | {"KeyConditionExpression": "pk = :p AND sk > :s AND sk < :s"},
    ),
    "25 requests write at once": (
        "batch_write_item",
        a_batch(*(key(str(it)) for it in range(25))),
        a_batch(*(key(str(it)) for it in range(26))),
    ),
    "a row is written once": (
        "batch_write_item",
        a_batch(key("1"), key("2")),
        a_batch(key("1"), {**key("1"), "spare": text(1)}),
    ),
    "100 rows are read at once": (
        "batch_get_item",
        {"RequestItems": {TABLE: {"Keys": [key(str(it)) for it in range(100)]}}},
        {"RequestItems": {TABLE: {"Keys": [key(str(it)) for it in range(101)]}}},
    ),
    "100 actions are one transaction": (
        "transact_write_items",
        a_transaction(*(key(str(it)) for it in range(100))),
        a_transaction(*(key(str(it)) for it in range(101))),
    ),
    "a transaction has 4 MB": (
        "transact_write_items",
        a_transaction(*(sized(400_000, f"{it:02}") for it in range(10)), sized(194_304, "ab")),
        a_transaction(*(sized(400_000, f"{it:02}") for it in range(10)), sized(194_305, "ab")),
    ),
    "an action is for its own row": (
        "transact_write_items",
        a_transaction(key("1"), key("2")),
        a_transaction(key("1"), key("1")),
    ),
    "a token has 36 characters": (
        "transact_write_items",
        a_transaction(key(), ClientRequestToken="a" * 36),
        a_transaction(key(), ClientRequestToken="b" * 37),
    ),
    "an expression has 4 kB": (
        "put_item",
        a_condition(FREE + " " * (4096 - len(FREE))),
        a_condition(FREE + " " * (4097 - len(FREE))),
    ),
    "an expression has 300 operators": (
        "put_item",
        a_condition("NOT " + " OR ".join([":0=:0"] * 150), values=1),
        a_condition(" OR ".join([":0=:0"] * 151), values=1),
    ),
    "IN has 100 operands": (
        "put_item",
        a_condition(one_of(100), values=100),
        a_condition(one_of(101), values=101),
    ),
    "a name stands in for an attribute": (
        "put_item",
        a_condition("attribute_not_exists(#n)", names="n"),
        a_condition("attribute_not_exists(#n)"),
    ),
    "a name has 255 bytes": (
        "put_item",
        a_condition(f"attribute_not_exists(#{'n' * 254})", names="n" * 254),
        a_condition(f"attribute_not_exists(#{'n' * 255})", names="n" * 255),
    ),
    "a name is used": (
        "put_item",
        a_condition("attribute_not_exists(#n)", names="n"),
        a_condition("attribute_not_exists(#n)", names="n m"),
    ),
    "a value is used": (
        "put_item",
        a_condition("spare <> :0", values=1),
        a_condition("spare <> :0", values=2),
    ),
    "a value is given": (
        "put_item",
        a_condition("spare <> :0", values=1),
        a_condition("spare <> :0 AND spare <> :1", values=1),
    ),
    "no reserved word is a name": ("put_item", a_condition(FREE), a_condition("NOT name = name")),
}


@pytest.mark.parametrize("rule", DYNAMODB)
def test_table_accepts_limit_and_rejects_one_over(stack: Stack, rule: str) -> None:
    name, at_limit, over = DYNAMODB[rule]
    alone = {} if "RequestItems" in over or "TransactItems" in over else {"TableName": TABLE}
    call = getattr(client("dynamodb"), name)

    assert refused(lambda: call(**over | alone)) == INVALID
    assert refused(lambda: call(**at_limit | alone)) is None


def test_row_update_above_size_limit_is_rejected(stack: Stack) -> None:
    table = client("dynamodb")
    table.put_item(TableName=TABLE, Item=sized(409_500))
    grow = {"Key": key(), "ExpressionAttributeValues": {":v": text(95)}} | UPDATE
    too_far = {**grow, "ExpressionAttributeValues": {":v": text(96)}}
    other = {"Put": {"TableName": TABLE, "Item": key("another")}}

    together = {"TransactItems": [other, {"Update": too_far}]}
    assert refused(lambda: table.update_item(**too_far)) == INVALID
    assert refused(lambda: table.transact_write_items(**together)) == "TransactionCanceledException"
    assert "Item" not in table.get_item(TableName=TABLE, Key=key("another"))
    assert refused(lambda: table.update_item(**grow)) is None
    assert row.size(table.get_item(TableName=TABLE, Key=key())["Item"]) == row.LARGEST
