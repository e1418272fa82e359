"""A transaction that is sent again under its token is carried out once.

Within ten minutes DynamoDB answers the same transaction as before, and refuses another one under
the same token (AWS: TransactWriteItems, ClientRequestToken).
"""

import json
import time
from typing import Any

from botocore.awsrequest import AWSResponse, HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from net.wire import Call, Send

REMEMBERED_FOR = 600
_done: dict[str, tuple[float, Any]] = {}


def tokens(call: Call, send: Send) -> AWSResponse:
    """Answer what was carried out a moment ago; let everything else go on."""
    if call.name != "dynamodb.TransactWriteItems":
        return send()
    asked = call.body
    token, now = asked["ClientRequestToken"], time.monotonic()
    at, steps = _done.get(token, (-REMEMBERED_FOR, None))
    if now - at < REMEMBERED_FOR:
        return _again(call) if steps == asked["TransactItems"] else _other(call)
    answer = send()
    if answer.status_code == 200:
        _done[token] = now, asked["TransactItems"]
    return answer


def _again(call: Call) -> AWSResponse:
    return _answer(call, 200, {})


def _other(call: Call) -> AWSResponse:
    code = "IdempotentParameterMismatchException"
    return _answer(call, 400, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}"})


def _answer(call: Call, status: int, said: dict[str, Any]) -> AWSResponse:
    raw: Any = MockRawResponse(json.dumps(said))
    return AWSResponse(call.request.url, status, HTTPHeaders.from_dict({}), raw)
