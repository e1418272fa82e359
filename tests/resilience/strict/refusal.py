"""Errors of AWS, in each service's protocol."""

import json
from collections.abc import Callable
from typing import Any

from botocore.awsrequest import AWSResponse, HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from resilience.interceptor import Call, Interceptor, Send


class Refusal(Exception):
    """An error that AWS answers with."""

    def __init__(self, code: str, message: str, status: int = 400, **more: Any) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.code, self.message, self.status, self.more = code, message, status, more

    def answer(self, call: Call) -> AWSResponse:
        """Returns the error as the service's client reads it."""
        if call.service == "s3":
            text = f"<Error><Code>{self.code}</Code><Message>{self.message}</Message></Error>"
            return answer(call, self.status, "" if call.request.method == "HEAD" else text)
        body = {"__type": f"com.amazonaws#{self.code}", "message": self.message, **self.more}
        headers = {"x-amzn-errortype": self.code}
        return answer(call, self.status, json.dumps(body), headers)


def refusing(service: str, check: Callable[[Call], None]) -> Interceptor:
    """Returns an interceptor that sends on the calls of a service that `check` does not reject."""

    def intercept(call: Call, send: Send) -> AWSResponse:
        if call.service == service:
            try:
                check(call)
            except Refusal as no:
                return no.answer(call)
        return send()

    return intercept


def answer(
    call: Call, status: int, text: str, headers: dict[str, str] | None = None
) -> AWSResponse:
    """Returns an answer as a client reads it."""
    raw: Any = MockRawResponse(text)
    return AWSResponse(call.request.url, status, HTTPHeaders.from_dict(headers or {}), raw)
