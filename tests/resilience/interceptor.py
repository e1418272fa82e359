"""The hook that every attempt of every AWS client passes on its way to the in-memory AWS.

It takes moto's own place on botocore's `before-send`: all handlers of an event run, so a handler
before moto's could not stop a call. boto3, PynamoDB and Powertools all pass here, and so does each
retry by the SDK.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import botocore.handlers
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.models import botocore_stubber


@dataclass(frozen=True)
class Call:
    """One attempt of one call."""

    service: str
    operation: str
    request: AWSPreparedRequest

    @property
    def name(self) -> str:
        """Returns the service and operation, such as `dynamodb.PutItem`."""
        return f"{self.service}.{self.operation}"

    @cached_property
    def body(self) -> dict[str, Any]:
        """Returns the body of a request to a JSON service."""
        body = self.request.body or b"{}"
        assert isinstance(body, str | bytes)
        found: dict[str, Any] = json.loads(body)
        return found


Send = Callable[[], AWSResponse]
Interceptor = Callable[[Call, Send], AWSResponse]
"""Answers a call itself, or sends it on and inspects the answer."""


class InterceptedAws:
    """The in-memory AWS behind interceptors; the one added last sees a call first."""

    def __init__(self) -> None:
        self._interceptors: list[Interceptor] = []

    def __call__(self, event_name: str, request: AWSPreparedRequest, **_given: Any) -> Any:
        """Handles botocore's `before-send`; a returned answer keeps the request from being sent."""
        if not botocore_stubber.enabled:
            return None
        _, service, operation = event_name.split(".")
        return self._pass(Call(service, operation, request), len(self._interceptors))

    def _pass(self, call: Call, left: int) -> AWSResponse:
        if left:
            return self._interceptors[left - 1](call, lambda: self._pass(call, left - 1))
        answer = botocore_stubber(f"before-send.{call.name}", call.request)
        assert answer is not None, f"nothing answers {call.name}"
        return answer

    @contextmanager
    def through(self, interceptor: Interceptor) -> Iterator[None]:
        """Lets every call pass `interceptor` for a while."""
        self._interceptors.append(interceptor)
        try:
            yield
        finally:
            self._interceptors.remove(interceptor)

    def always(self, interceptor: Interceptor) -> None:
        """Lets every call of this process pass it, behind those that are added for a while."""
        self._interceptors.insert(0, interceptor)

    def replace_moto(self) -> None:
        """Takes moto's place for all clients that are created from now on."""
        handlers: list[Any] = botocore.handlers.BUILTIN_HANDLERS
        handlers[:] = [it for it in handlers if it[1] is not botocore_stubber]
        handlers.append(("before-send", self))


wire = InterceptedAws()
