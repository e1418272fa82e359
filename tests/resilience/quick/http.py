"""How a request reaches the in-memory AWS, without what is found out anew for each one there.

Of the services that are asked at one address and in JSON: who answers there is looked up once, what
is asked is read as JSON and as nothing else, and is not signed, for nobody reads that. The key that
a pool signs with is read once.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import count
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSRequest
from botocore.signers import RequestSigner
from joserfc.jwk import RSAKey
from moto.backend_index import backend_url_patterns
from moto.backends import get_backend
from moto.cognitoidp import models as cognito
from moto.core import responses
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.parse import JSONParser
from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model
from moto.utilities import aws_headers
from werkzeug.exceptions import HTTPException

from local.stack import ACCOUNT, REGION
from resilience.quick.instead import instead

_process = BotocoreStubber.process_request
_sign = RequestSigner.handler
_numbers = count(1)


def make_quick() -> None:
    """For all tests of this process."""
    instead(BotocoreStubber, process_request=_process_quickly)
    backend_url_patterns.sort(key=lambda it: it[0] != "s3")  # of 150, the one that is asked most
    instead(RequestSigner, handler=_sign_quickly)
    for module in (aws_headers, responses):
        instead(module, gen_amzn_requestid_long=_number)
    instead(cognito, jwk=SimpleNamespace(RSAKey=SimpleNamespace(import_key=_key)))


@cache
def _key_of(text: str) -> RSAKey:
    return RSAKey.import_key(json.loads(text))


def _key(said: dict[str, Any]) -> RSAKey:
    return _key_of(json.dumps(said))


def _process_quickly(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
    where = urlsplit(str(request.url))
    if "X-Amz-Target" not in request.headers or where.path != "/" or where.query:
        return _process(self, request)
    asked = _set_up(_who_answers(where.netloc)(), request)
    try:
        return asked.call_action()
    except HTTPException as error:
        return error.code, error.get_headers(), error.get_body()


@cache
def _who_answers(host: str) -> Callable[[], BaseResponse]:
    address = f"https://{host}/"
    for service, pattern in backend_url_patterns:
        if pattern.match(address):
            regions = get_backend(service)[ACCOUNT]  # type: ignore[call-overload]  # by name
            urls = regions["us-east-1"].urls
            dispatch: Any = next(urls[it] for it in urls if re.match(it, address))
            made: Callable[[], BaseResponse] = dispatch.__self__
            return made
    raise AssertionError(f"nobody answers at {host}")


def _set_up(asked: BaseResponse, request: AWSPreparedRequest) -> BaseResponse:
    """What the in-memory AWS finds out of a request by trying all that it might be."""
    body = request.body or ""
    assert isinstance(body, str | bytes), "JSON is no stream"
    text = body if isinstance(body, str) else body.decode()
    asked.body = asked.raw_body = text
    asked.headers = _Headers(request.headers)
    asked.querystring, asked.uri_match, asked.response_headers = {}, {}, {}
    asked.uri, asked.path, asked.raw_path, asked.method = str(request.url), "/", "/", "POST"
    asked.region, asked.partition, asked.current_account = REGION, "aws", ACCOUNT
    if asked.automated_parameter_parsing:
        model = get_service_model(asked.boto3_service_name)
        parser = JSONParser(model.operation_model(asked._get_action()))
        plain = asked.service_name == "dynamodb" and '"B"' not in text
        given: Any = {"body": text}
        asked.params = json.loads(text) if plain else parser.parse(given)
    return asked


class _Headers(dict[str, str]):
    """Found however they are spelt."""

    def __init__(self, given: Any) -> None:
        text = {k.lower(): v.decode() if isinstance(v, bytes) else v for k, v in given.items()}
        super().__init__(text)

    def get(self, name: str, default: Any = None) -> Any:
        """One of them."""
        return super().get(name.lower(), default)


def _sign_quickly(self: RequestSigner, request: AWSRequest, **more: Any) -> None:
    """Nobody reads the signature of what is asked in JSON."""
    if "X-Amz-Target" not in request.headers:
        _sign(self, request=request, **more)


def _number(headers: dict[str, Any]) -> str:
    headers["x-amzn-requestid"] = number = f"{next(_numbers):052}"
    return number
