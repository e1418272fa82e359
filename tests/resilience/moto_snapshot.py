"""Snapshots of the in-memory AWS: what stands in it, taken as bytes and restored for each test.

To make our stack, or an organisation in it, takes longer than most tests; to restore one takes some
milliseconds. Each process makes its own.
"""

import io
import json
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from threading import Condition
from typing import Any, TypeVar

import boto3
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from moto import mock_aws
from moto.backends import get_backend
from moto.s3.models import s3_backends

from local.stack import ACCOUNT, ENVIRONMENT, REGION, Stack

T = TypeVar("T")
PARTS = {
    "dynamodb": "tables",
    "cognito-idp": "user_pools",
    "sqs": "queues",
    "events": "event_buses",
    "s3": "buckets",
}
"""Where the in-memory AWS has what our stack needs: service and attribute of its backend."""


def keep(stack: Stack, *, is_settled: bool = True) -> bytes:
    """Returns a snapshot of all that stands; unless it `is_settled`, of the stream too."""
    if is_settled:
        stack._relayed = 0
        for table in _of("dynamodb").tables.values():
            table.stream_shard.items.clear()  # all of it was relayed
    parts = [getattr(_of(service), name) for service, name in PARTS.items()]
    written = io.BytesIO()
    state = parts, s3_backends.bucket_accounts, stack._relayed
    _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(state)
    return written.getvalue()


def lay(stack: Stack, kept: bytes) -> None:
    """Restores a snapshot; mail that was sent and what searches had fetched is forgotten."""
    state = pickle.loads(kept)  # noqa: S301  # pickled here
    parts, s3_backends.bucket_accounts, stack._relayed = state
    for (service, name), part in zip(PARTS.items(), parts, strict=True):
        setattr(_of(service), name, part)
    for queue in _of("sqs").queues.values():
        queue._pending_messages = set()
    _of("ses").sent_messages.clear()
    forget_searches()


class Laid(Stack):
    """Our stack, made once in a process and restored each time."""

    def __init__(self) -> None:
        if "stack" in _made:
            own, kept = _made["stack"]
            vars(self).update(own)
            lay(self, kept)
        else:
            super().__init__()
            _made["stack"] = vars(self).copy(), keep(self)


@contextmanager
def laid(make: Callable[[Any], T], kind: type[Stack] = Laid) -> Iterator[T]:
    """What `make` makes in an account of its own, where mail may be sent; once in a process."""
    with mock_aws():
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        if make not in _made:
            stack = kind()
            made = make(stack)
            _made[make] = stack, made, keep(stack, is_settled=False)
        stack, made, kept = _made[make]
        lay(stack, kept)
        yield deepcopy(made, {id(stack): stack})


_made: dict[Any, Any] = {}


class _Pickler(pickle.Pickler):
    """Keys and locks, which cannot be pickled, are made of their bytes and of nothing."""

    def reducer_override(self, it: Any) -> Any:
        if isinstance(it, Condition):
            return Condition, ()
        if isinstance(it, RSAPrivateKey):
            return _private_key, (it.private_bytes(*_AS_TEXT, NoEncryption()),)
        return NotImplemented


@cache
def _private_key(text: bytes) -> Any:
    return load_pem_private_key(text, None)


_AS_TEXT = Encoding.PEM, PrivateFormat.PKCS8


def forget_searches() -> None:
    """As in a container that has just started."""
    from sharewell.search.service import indexing

    store = indexing.store
    for organisation in list(store._writers):
        store._forget(organisation)
    for copy, _ in store._readers.values():
        copy.drop()
    store._readers.clear()


def sent() -> list[tuple[str, str, str]]:
    """Every mail that was sent: to whom, its subject, its text."""
    every = _of("ses").sent_messages
    return [(str(it.destinations["ToAddresses"]), it.subject, it.body) for it in every]


def letters() -> list[Any]:
    """The same, as the in-memory AWS has them."""
    return list(_of("ses").sent_messages)


def put_back(letters: list[Any]) -> None:
    """Let these, and no others, have been sent."""
    _of("ses").sent_messages[:] = letters


def everything() -> str:
    """Rows with what is yet to be relayed of them, objects and messages, as a text."""
    rows, coming = [], []
    for table in _of("dynamodb").tables.values():
        rows += [{**it.to_json()["Attributes"], **NEVER_MIND} for it in table.all_items()]
        coming += [it.record["dynamodb"].get("NewImage") for it in table.stream_shard.items]
    objects = {
        f"{key} {it.etag}"
        for bucket in _of("s3").buckets.values()
        for key, it in bucket.keys.items()
    }
    waiting = [_waiting(queue) for queue in _of("sqs").queues.values()]
    coming = [it and {**it, **NEVER_MIND} for it in coming]
    parts = rows, coming, waiting
    return json.dumps([sorted(objects), *(sorted(map(_text, it)) for it in parts)])


def _waiting(queue: Any) -> list[str]:
    """What is in a queue; who reads it hears it in any order (tests/resilience/test_any_order.py).

    The bus names anew whatever it hands on.
    """
    return sorted(_HANDED_ON.sub(r"\1<message>", it.body) for it in queue._messages)


_HANDED_ON = re.compile(r'("id": ")[0-9a-f]{8}-[0-9a-f-]{27}')
NEVER_MIND = {"expires": None, "expiration": None, "in_progress_expiration": None}
"""When DynamoDB may forget a row."""


def _text(it: Any) -> str:
    return json.dumps(it, sort_keys=True, default=str)


def _of(service: str) -> Any:
    region = "aws" if service == "s3" else REGION
    return get_backend(service)[ACCOUNT][region]  # type: ignore[call-overload]  # by its name
