"""How a request reaches the in-memory AWS, without what is found out anew for each one there.

Of the services that are asked at one address and in JSON: who answers there is looked up once, the
request is made as it stands, and its body is not tried as a query string. And a pattern that picks
events, and the key that a pool signs with, are read once.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonpath_ng.ext
import moto.core.responses
from botocore.awsrequest import AWSPreparedRequest
from joserfc.jwk import RSAKey
from moto.backend_index import backend_url_patterns
from moto.backends import get_backend
from moto.cognitoidp import models as cognito
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.request import Request
from werkzeug.exceptions import HTTPException

from local.stack import ACCOUNT

_process = BotocoreStubber.process_request


def make_quick() -> None:
    """For all tests of this process."""
    setattr(BotocoreStubber, "process_request", _process_quickly)  # noqa: B010  # no type
    vars(moto.core.responses)["parse_qsl"] = _pairs
    vars(jsonpath_ng.ext)["parse"] = cache(vars(jsonpath_ng.ext)["parse"])
    vars(cognito)["jwk"] = SimpleNamespace(RSAKey=SimpleNamespace(import_key=_key))


@cache
def _key_of(text: str) -> RSAKey:
    return RSAKey.import_key(json.loads(text))


def _key(said: dict[str, Any]) -> RSAKey:
    return _key_of(json.dumps(said))


def _process_quickly(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
    where = urlsplit(str(request.url))
    if "X-Amz-Target" not in request.headers or where.path != "/" or where.query:
        return _process(self, request)
    asked = Request(_environ(request, where.netloc))
    try:
        return _who_answers(where.netloc)(asked, request.url, asked.headers)
    except HTTPException as error:
        return error.code, error.get_headers(), error.get_body()


@cache
def _who_answers(host: str) -> Callable[..., Any]:
    address = f"https://{host}/"
    for service, pattern in backend_url_patterns:
        if pattern.match(address):
            regions = get_backend(service)[ACCOUNT]  # type: ignore[call-overload]  # by name
            urls = regions["us-east-1"].urls
            answers: Callable[..., Any] = next(urls[it] for it in urls if re.match(it, address))
            return answers
    raise AssertionError(f"nobody answers at {host}")


def _environ(request: AWSPreparedRequest, host: str) -> dict[str, Any]:
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    assert isinstance(body, bytes | bytearray), "JSON is no stream"
    said = {
        f"HTTP_{name.upper().replace('-', '_')}": it.decode() if isinstance(it, bytes) else it
        for name, it in request.headers.items()
    }
    return said | {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "HTTP_HOST": host,
        "CONTENT_TYPE": said.pop("HTTP_CONTENT_TYPE"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(body),
    }


def _pairs(text: str, **how: Any) -> list[tuple[str, str]]:
    return [] if text.startswith("{") else parse_qsl(text, **how)
