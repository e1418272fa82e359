"""How the SDK asks, without what it does around an answer that says yes.

Of the services that are asked in JSON: what is asked is made and checked by the SDK's own
serializer, what is answered is read by its own parser, and its hooks before and after are called
(the tenant guard, the tokens of what is asked twice, what is left of the retries). What lies
between is left out: the address, the signature, the question whether to ask again. As soon as there
is no answer or it says no, the SDK goes its whole way, and what came of the short one is its first
answer: so it is the SDK that repeats, gives up and gives an error its name.
"""

import json
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from botocore.client import BaseClient
from botocore.model import OperationModel
from moto.core.models import botocore_stubber

from net.quick.answers import ROWS, as_json, has_bytes
from net.quick.instead import instead
from net.wire import wire

_go_the_whole_way: Any = vars(BaseClient)["_make_api_call"]
_JSON = {"dynamodb", "events", "sqs"}


def make_quick() -> None:
    """For all tests of this process."""
    instead(BaseClient, _make_api_call=_call)


def _call(client: Any, operation: str, asked: dict[str, Any]) -> Any:
    service = client.meta.service_model
    if service.service_name not in _JSON or not botocore_stubber.enabled:
        return _go_the_whole_way(client, operation, asked)
    model = service.operation_model(operation)
    context = {"client_config": client.meta.config}
    asked = client._emit_api_params(asked, model, context)
    name = f"{service.service_id.hyphenize()}.{operation}"
    came: AWSResponse | Exception
    try:
        came = wire(f"before-send.{name}", _request(client, model, asked))
    except Exception as error:
        came = error
    if isinstance(came, Exception) or came.status_code != 200:
        with wire.answers(came):
            return _go_the_whole_way(client, operation, asked)
    found = _read(client, model, came)
    client.meta.events.emit(
        f"after-call.{name}", http_response=came, parsed=found, model=model, context=context
    )
    return found


def _request(client: Any, model: OperationModel, asked: dict[str, Any]) -> AWSPreparedRequest:
    """PynamoDB does not have checked what it asks, and it is JSON already."""
    if model.name in ROWS and not has_bytes(said := as_json(asked)):
        headers = {
            "X-Amz-Target": f"DynamoDB_20120810.{model.name}",
            "Content-Type": "application/x-amz-json-1.0",
        }
    else:
        made = client._serializer.serialize_to_request(asked, model)
        headers, said = made["headers"], made["body"]
    address = f"{client.meta.endpoint_url}/"
    return AWSPreparedRequest("POST", address, HTTPHeaders.from_dict(headers), said, False)  # noqa: FBT003  # no stream


def _read(client: Any, model: OperationModel, came: AWSResponse) -> dict[str, Any]:
    headers = dict(came.headers)
    if model.name in ROWS and not has_bytes(said := came.content.decode()):
        about = {"HTTPStatusCode": 200, "HTTPHeaders": headers, "RetryAttempts": 0}
        return {**json.loads(said), "ResponseMetadata": about}
    answer = {"body": came.content, "headers": headers, "status_code": 200}
    found: dict[str, Any] = client._response_parser.parse(answer, model.output_shape)
    found["ResponseMetadata"]["RetryAttempts"] = 0
    return found
