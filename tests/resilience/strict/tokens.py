"""Executes a transaction once that is sent again under its token.

Within ten minutes DynamoDB answers the same transaction as before, and rejects another one under
the same token (AWS: TransactWriteItems, ClientRequestToken).
"""

import time
from typing import Any

from botocore.awsrequest import AWSResponse

from resilience.interceptor import Call, Send
from resilience.strict.refusal import Refusal, answer

REMEMBERED_FOR = 600
_done: dict[str, tuple[float, Any]] = {}


def tokens(call: Call, send: Send) -> AWSResponse:
    """Answers transactions that were just executed; sends all other calls on."""
    if call.name != "dynamodb.TransactWriteItems":
        return send()
    request = call.body
    token, now = request["ClientRequestToken"], time.monotonic()
    at, steps = _done.get(token, (-REMEMBERED_FOR, None))
    if now - at < REMEMBERED_FOR:
        return answer(call, 200, "{}") if steps == request["TransactItems"] else _other(call)
    came = send()
    if came.status_code == 200:
        _done[token] = now, request["TransactItems"]
    return came


def _other(call: Call) -> AWSResponse:
    return Refusal("IdempotentParameterMismatchException", "another transaction").answer(call)
