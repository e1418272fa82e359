"""What can go wrong between a function and AWS or an external server, one call at a time.

A fault hits one attempt to run a function. What AWS does with failed attempts is in delivery.py.
"""

import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Any, NamedTuple, NoReturn

from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.exceptions import ConnectionClosedError
from moto.core.botocore_stubber import MockRawResponse

from local_stack.in_process import ACCOUNT, REGION
from resilience import external
from resilience.external import CONNECT, Connect, Wrong
from resilience.interceptor import Call, Send, wire


class Killed(BaseException):
    """Simulates a killed process: out of time or memory. `except Exception` does not catch it."""


class Fault(StrEnum):
    """What goes wrong at a call."""

    KILLED_BEFORE = "killed_before"
    """The process is killed before it sends the call."""
    KILLED_AFTER = "killed_after"
    """The process is killed after the call was executed."""
    LOST_REPLY = "lost_reply"
    """The call was executed and its response was lost, so the SDK sends it again."""
    THROTTLED_ONCE = "throttled_once"
    THROTTLED = "throttled"
    """All retries by the SDK are throttled too."""
    DENIED = "denied"
    CONFLICT = "conflict"
    """Another transaction holds one of the rows."""
    STALE = "stale"
    """An eventually consistent read that does not see the latest write."""


WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}
READS = {"Query", "GetItem", "BatchGetItem"}
READ_PREFIXES = ("Get", "Head", "List", "Query", "BatchGet", "AdminGet")
"""Prefixes of the operations that change nothing."""


class RecordedCall(NamedTuple):
    """A call that a function made without faults."""

    name: str
    may_be_stale: bool

    @property
    def writes(self) -> bool:
        """Returns whether it changes anything."""
        return not self.is_external and not self.name.partition(".")[2].startswith(READ_PREFIXES)

    @property
    def is_external(self) -> bool:
        """Returns whether it is a connection to an external server."""
        return self.name == CONNECT

    def faults(self) -> Iterator[Fault | Wrong]:
        """Yields what can go wrong at it; a read commits nothing, so fewer faults apply."""
        if self.is_external:
            yield from (Fault.KILLED_BEFORE, *Wrong)
            return
        operation = self.name.partition(".")[2]
        for fault in Fault:
            if fault in (Fault.KILLED_AFTER, Fault.LOST_REPLY) and not self.writes:
                continue
            if fault is Fault.CONFLICT and operation not in WRITES - {"BatchWriteItem"}:
                continue
            if fault is Fault.STALE and not self.may_be_stale:
                continue
            yield fault


@dataclass(frozen=True)
class Point:
    """One fault at one call of a function, counted over all of its attempts."""

    call: int
    name: str
    fault: Fault | Wrong

    def __str__(self) -> str:
        return f"{self.call}-{self.name}-{self.fault}"


@dataclass
class Injector:
    """Injects faults into the calls of a function, and records all calls."""

    points: list[Point] = field(default_factory=list)
    seen: list[RecordedCall] = field(default_factory=list)
    rival: tuple[int, Callable[[], object]] | None = None
    """A call, and what a second writer does just before it."""
    is_paused: bool = False
    """True while the calls of a second writer pass."""
    _killed: bool = False
    _throttled: str | None = None
    _wrong: Wrong | None = None
    """A fault of external servers, which lasts until the attempt is over."""
    _earlier: bytes | None = None
    _one: Lock = field(default_factory=Lock)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Marks one run of a function."""
        self._killed, self._throttled, self._wrong = False, None, None
        with wire.through(self._pass), external.through(self._connect):
            yield

    @property
    def wants_history(self) -> bool:
        """Returns whether reads of an earlier state of the table will be needed."""
        return any(it.fault is Fault.STALE for it in self.points)

    def remember(self, tables: bytes | None) -> None:
        """Saves the table as it was before the latest write."""
        self._earlier = tables

    def _pass(self, call: Call, send: Send) -> AWSResponse:
        if self.is_paused:
            return send()
        fault = self._next(RecordedCall(call.name, _may_be_stale(call)))
        if call.name == self._throttled:
            return _refusal(call, _THROTTLED)
        if call.operation in WRITES and self.wants_history:
            self.remember(tables())
        return self._fail(fault, call, send) if fault else send()

    def _connect(self, _: Any, connect: Connect) -> None:
        if self.is_paused:
            return connect()
        fault = self._next(RecordedCall(CONNECT, may_be_stale=False))
        if fault in (Fault.KILLED_BEFORE, Fault.KILLED_AFTER):
            self._kill(CONNECT)
        if fault:
            self._wrong = fault if isinstance(fault, Wrong) else Wrong.RESET
        return external.fail_connection(self._wrong) if self._wrong else connect()

    def _next(self, seen: RecordedCall) -> Fault | Wrong | None:
        """Counts a call, lets a second writer act before it, and returns the fault at it."""
        if self._killed:
            raise Killed(seen.name)
        with self._one:
            number = len(self.seen)
            self.seen.append(seen)
        if self.rival and self.rival[0] == number:
            self._run_rival(self.rival[1])
        return next((it.fault for it in self.points if it.call == number), None)

    def _run_rival(self, act: Callable[[], object]) -> None:
        self.is_paused = True
        try:
            act()
        finally:
            self.is_paused = False

    def _fail(self, fault: Fault | Wrong, call: Call, send: Send) -> AWSResponse:
        if fault is Fault.KILLED_BEFORE:
            self._kill(call.name)
        if fault is Fault.THROTTLED:
            self._throttled = call.name
        if fault in (Fault.THROTTLED, Fault.THROTTLED_ONCE):
            return _refusal(call, _THROTTLED)
        if fault is Fault.DENIED:
            return _refusal(call, _DENIED)
        if fault is Fault.CONFLICT:
            return _conflict(call)
        if fault is Fault.STALE:
            return self._stale(send)
        answer = send()
        if fault is Fault.KILLED_AFTER:
            self._kill(call.name)
        if fault is Fault.LOST_REPLY:
            raise ConnectionClosedError(endpoint_url=call.request.url)
        return answer

    def _kill(self, name: str) -> NoReturn:
        self._killed = True
        raise Killed(name)

    def _stale(self, send: Send) -> AWSResponse:
        backend = _dynamodb()
        present = backend.tables
        if self._earlier is not None:
            backend.tables = pickle.loads(self._earlier)  # noqa: S301  # pickled here
        try:
            return send()
        finally:
            backend.tables = present


def tables() -> bytes:
    """Returns the whole table."""
    return pickle.dumps(_dynamodb().tables, pickle.HIGHEST_PROTOCOL)


def _dynamodb() -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[ACCOUNT][REGION]


def _may_be_stale(call: Call) -> bool:
    if call.service != "dynamodb" or call.operation not in READS:
        return False
    requests = [call.body, *call.body.get("RequestItems", {}).values()]
    return not any(it.get("ConsistentRead") for it in requests)


_THROTTLED = {
    "dynamodb": (400, "ThrottlingException"),
    "eventbridge": (400, "ThrottlingException"),
    "sqs": (400, "RequestThrottled"),
    "cognito-identity-provider": (400, "TooManyRequestsException"),
    "sesv2": (429, "TooManyRequestsException"),
    "s3": (503, "SlowDown"),
}
_DENIED = {
    "dynamodb": (400, "AccessDeniedException"),
    "eventbridge": (400, "AccessDeniedException"),
    "sqs": (403, "AccessDenied"),
    "cognito-identity-provider": (400, "NotAuthorizedException"),
    "sesv2": (403, "AccessDeniedException"),
    "s3": (403, "AccessDenied"),
}


def _refusal(call: Call, codes: dict[str, tuple[int, str]]) -> AWSResponse:
    status, code = codes[call.service]
    if call.service == "s3":
        text = f"<Error><Code>{code}</Code><Message>made to fail</Message></Error>"
        return _answer(call, status, "" if call.request.method == "HEAD" else text, {})
    body = json.dumps({"__type": f"com.amazonaws#{code}", "message": "made to fail"})
    return _answer(call, status, body, {"x-amzn-errortype": code})


def _conflict(call: Call) -> AWSResponse:
    if call.operation != "TransactWriteItems":
        code = "TransactionConflictException"
        body: dict[str, Any] = {"__type": f"com.amazonaws#{code}", "message": "made to fail"}
    else:
        code = "TransactionCanceledException"
        reasons = [{"Code": "None"} for _ in call.body["TransactItems"]]
        reasons[0] = {"Code": "TransactionConflict", "Message": "made to fail"}
        names = ", ".join(it["Code"] for it in reasons)
        body = {
            "__type": f"com.amazonaws.dynamodb.v20120810#{code}",
            "Message": f"Transaction cancelled, please refer cancellation reasons [{names}]",
            "CancellationReasons": reasons,
        }
    return _answer(call, 400, json.dumps(body), {"x-amzn-errortype": code})


def _answer(call: Call, status: int, text: str, headers: dict[str, str]) -> AWSResponse:
    raw: Any = MockRawResponse(text)
    return AWSResponse(call.request.url, status, HTTPHeaders.from_dict(headers), raw)
