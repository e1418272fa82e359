"""How an answer is written and read, without trying what each value of it might be.

For every value in an answer the in-memory AWS tries all names that the value might go by, and the
SDK reads it member by member (calls.py). An answer about rows is the same on both sides and is
handed on as it is.
"""

import json
from typing import Any

from botocore.useragent import UserAgentString
from moto.core.responses import ActionContext, ActionResult, BaseResponse
from moto.dynamodb import responses as dynamodb
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.utilities import dynamo_to_dict

from resilience.quick.instead import instead

ROWS = {
    *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
    *("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
}
"""What is asked of rows."""
_execute = ActionResult.execute_result
_enrich = BaseResponse._enrich_response


def make_quick() -> None:
    """For all tests of this process."""
    instead(ActionResult, execute_result=_answer)
    instead(BaseResponse, _enrich_response=staticmethod(_number))
    instead(dynamodb, dynamo_to_dict=_plain)
    instead(UserAgentString, to_string=lambda _: "tests")  # nobody reads it


def as_json(it: dict[str, Any]) -> str:
    """What is asked or answered about rows, where bytes are left out."""
    return _as_json(it)


def has_bytes(said: str) -> bool:
    """Whether a value in it is of bytes, which look otherwise here and there."""
    return '"B": ' in said or '"BS": ' in said


def _left_out(it: object) -> str:
    assert isinstance(it, bytes), f"{it!r} is no value of a row"
    return ""


_as_json = json.JSONEncoder(default=_left_out).encode


def _answer(self: ActionResult, context: ActionContext) -> Any:
    model, found = context.operation_model, self.result
    if model.name in ROWS and model.output_shape and isinstance(found, dict):
        members = {it: found[it] for it in model.output_shape.members if found.get(it) is not None}
        if not has_bytes(said := as_json(members)):
            return 200, {"Content-Type": "application/x-amz-json-1.0"}, said
    return _execute(self, context)


def _plain(it: Any) -> Any:
    kind = type(it)
    if kind is str:
        return it
    if kind is dict:
        return {name: _plain(value) for name, value in it.items()}
    if kind is list:
        return [_plain(value) for value in it]
    if kind is DynamoType and it.type not in ("B", "BS"):
        return {it.type: _plain(it.value)}
    return dynamo_to_dict(it)


def _number(headers: dict[str, str], body: Any) -> tuple[dict[str, str], Any]:
    """Give it a number, for which JSON has no place."""
    if isinstance(body, str) and body.startswith("{"):
        return _enrich(headers, "")[0], body
    return _enrich(headers, body)
