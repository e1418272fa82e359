"""Limits of DynamoDB that the in-memory table does not enforce.

From "Quotas in Amazon DynamoDB" and each operation's page in the API reference. The in-memory table
itself rejects more than 100 actions in a transaction and two on one row, more than 100 keys in
BatchGetItem (in TransactGetItems 25: nothing here uses it) and duplicates, reserved words, and keys
that are not the table's. See row.py and expressions.py for those parts.
"""

from collections.abc import Callable
from typing import Any

from botocore.awsrequest import AWSResponse
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import LimitedSizeDict

from local_stack.in_process import ACCOUNT, REGION
from resilience.interceptor import Call, Send
from resilience.moto_table import undo
from resilience.strict import row
from resilience.strict.expressions import expressions
from resilience.strict.refusal import Refusal

WRITTEN_AT_ONCE = 25
"""Maximum of requests in a BatchWriteItem."""
BATCH = 16 * 1024**2
TRANSACTION = 4 * 1024**2
"""Maximum of bytes of all rows in a transaction."""
TOKEN = 36
"""Maximum of characters of a ClientRequestToken."""

Request = dict[str, Any]


def dynamodb(call: Call, send: Send) -> AWSResponse:
    """Sends a call on unless DynamoDB would reject it."""
    if call.service != "dynamodb" or call.operation not in _CHECKS:
        return send()
    try:
        _CHECKS[call.operation](call.body)
        return _within_bounds(call, send)
    except Refusal as no:
        return no.answer(call)


def leave_sizes_to_us() -> None:
    """Disables the in-memory table's own sizes, which it adds up per attribute, and differently."""
    if "__setitem__" in vars(LimitedSizeDict):
        del LimitedSizeDict.__setitem__


def _put(request: Request) -> int:
    expressions(request)
    return row.row(request["Item"])


def _keyed(request: Request) -> int:
    expressions(request)
    return row.key(request["Key"])


def _batch_write(request: Request) -> None:
    steps = [(table, it) for table, some in request["RequestItems"].items() for it in some]
    if len(steps) > WRITTEN_AT_ONCE:
        raise row.invalid(
            "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: "
            "Map value must satisfy constraint: [Member must have length less than or equal to 25]"
        )
    rows = [it["PutRequest"]["Item"] for _, it in steps if "PutRequest" in it]
    keys = [it["DeleteRequest"]["Key"] for _, it in steps if "DeleteRequest" in it]
    _once_each([_name(table, next(iter(it.values()))) for table, it in steps])
    if sum(map(row.row, rows)) + sum(map(row.key, keys)) > BATCH:
        raise row.invalid("The request exceeds the maximum size of 16 MB")


def _batch_get(request: Request) -> None:
    for table in request["RequestItems"].values():
        expressions(table)
        for key in table["Keys"]:
            row.key(key)


def _transact_get(request: Request) -> None:
    steps = [it["Get"] for it in request["TransactItems"]]
    for step in steps:
        _keyed(step)
    names = [_name(it["TableName"], it) for it in steps]
    if len(set(names)) < len(names):
        raise row.invalid("Transaction request cannot include multiple operations on one item")


def _transact(request: Request) -> None:
    if len(request.get("ClientRequestToken", "")) > TOKEN:
        raise row.invalid(
            "1 validation error detected: Value at 'clientRequestToken' failed to satisfy "
            "constraint: Member must have length less than or equal to 36"
        )
    taken = 0
    for step in request["TransactItems"]:
        [(kind, one)] = step.items()
        taken += _put(one) if kind == "Put" else _keyed(one)
    if taken > TRANSACTION:
        raise row.invalid("Collection size exceeded: a transaction has at most 4 MB")


def _name(table: str, step: Request) -> tuple[str, str, str]:
    key = step.get("Key") or step["Item"]
    return table, str(key["pk"]), str(key["sk"])


def _once_each(names: list[tuple[str, str, str]]) -> None:
    if len(set(names)) < len(names):
        raise row.invalid("Provided list of item keys contains duplicates")


def _within_bounds(call: Call, send: Send) -> AWSResponse:
    """Executes a call, unless a row that it updates would exceed the limit."""
    updates = _updates(call)
    if not any(map(_may_grow_too_large, updates)):
        return send()
    undoing = [undo(_tables(), it) for it in _steps(call)]
    answer = send()
    if any(_size(it) > row.LARGEST for it in updates):
        for restore in undoing:
            restore()
        raise _grown(call)
    return answer


def _updates(call: Call) -> list[Request]:
    if call.operation == "UpdateItem":
        return [call.body]
    if call.operation != "TransactWriteItems":
        return []
    return [it["Update"] for it in call.body["TransactItems"] if "Update" in it]


def _steps(call: Call) -> list[Request]:
    """Returns all steps that are undone together."""
    steps = call.body.get("TransactItems")
    return [step for it in steps for step in it.values()] if steps else [call.body]


def _may_grow_too_large(update: Request) -> bool:
    given = update.get("ExpressionAttributeValues", {})
    return _size(update) + row.size(given) + len(update["UpdateExpression"]) > row.LARGEST


def _size(step: Request) -> int:
    found = _tables().get_item(step["TableName"], step["Key"])
    return row.size(found.to_json()["Attributes"]) if found else 0


def _tables() -> Any:
    return dynamodb_backends[ACCOUNT][REGION]


def _grown(call: Call) -> Refusal:
    message = "Item size to update has exceeded the maximum allowed size"
    if call.operation == "UpdateItem":
        return row.invalid(message)
    reasons = [
        {"Code": "ValidationError", "Message": message} if "Update" in it else {"Code": "None"}
        for it in call.body["TransactItems"]
    ]
    message = f"Transaction cancelled: {', '.join(it['Code'] for it in reasons)}"
    return Refusal("TransactionCanceledException", message, CancellationReasons=reasons)


_CHECKS: dict[str, Callable[[Request], object]] = {
    "PutItem": _put,
    "UpdateItem": _keyed,
    "DeleteItem": _keyed,
    "GetItem": _keyed,
    "Query": expressions,
    "Scan": expressions,
    "BatchWriteItem": _batch_write,
    "BatchGetItem": _batch_get,
    "TransactWriteItems": _transact,
    "TransactGetItems": _transact_get,
}
