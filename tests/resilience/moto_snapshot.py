"""Snapshots of the in-memory AWS: its state as bytes, restored for each test.

Creating our stack, or an organisation in it, takes longer than most tests; restoring one takes some
milliseconds. Each process creates its own.
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

from local_stack.in_process import ACCOUNT, ENVIRONMENT, REGION, Stack

T = TypeVar("T")
PARTS = {
    "dynamodb": "tables",
    "cognito-idp": "user_pools",
    "sqs": "queues",
    "events": "event_buses",
    "s3": "buckets",
}
"""Where the in-memory AWS has the state of our stack: service and attribute of its backend."""


def take_snapshot(stack: Stack, *, is_settled: bool = True) -> bytes:
    """Returns a snapshot of the state; unless it `is_settled`, with the stream."""
    if is_settled:
        stack._relayed = 0
        for table in _of("dynamodb").tables.values():
            table.stream_shard.items.clear()  # all of it was relayed
    parts = [getattr(_of(service), name) for service, name in PARTS.items()]
    written = io.BytesIO()
    state = parts, s3_backends.bucket_accounts, stack._relayed
    _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(state)
    return written.getvalue()


def restore_snapshot(stack: Stack, kept: bytes) -> None:
    """Restores a snapshot; forgets sent mail and what searches had fetched."""
    state = pickle.loads(kept)  # noqa: S301  # pickled here
    parts, s3_backends.bucket_accounts, stack._relayed = state
    for (service, name), part in zip(PARTS.items(), parts, strict=True):
        setattr(_of(service), name, part)
    for queue in _of("sqs").queues.values():
        queue._pending_messages = set()
    _of("ses").sent_messages.clear()
    clear_search_caches()


class RestoredStack(Stack):
    """A stack that is created once in a process and restored each time."""

    def __init__(self) -> None:
        if "stack" in _made:
            own, kept = _made["stack"]
            vars(self).update(own)
            restore_snapshot(self, kept)
        else:
            super().__init__()
            _made["stack"] = vars(self).copy(), take_snapshot(self)


@contextmanager
def restored_stack(make: Callable[[Any], T], kind: type[Stack] = RestoredStack) -> Iterator[T]:
    """Yields what `make` creates, once in a process, in its own account with verified addresses."""
    with mock_aws():
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        if make not in _made:
            stack = kind()
            made = make(stack)
            _made[make] = stack, made, take_snapshot(stack, is_settled=False)
        stack, made, kept = _made[make]
        restore_snapshot(stack, kept)
        yield deepcopy(made, {id(stack): stack})


_made: dict[Any, Any] = {}


class _Pickler(pickle.Pickler):
    """Pickles locks and keys, which have no pickles: keys by their bytes, locks as new ones."""

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


def clear_search_caches() -> None:
    """Clears the caches of search, as in a container that has just started."""
    from sharewell.search.service import index_service

    store = index_service.store
    for organisation in list(store._writers):
        store._evict(organisation)
    for copy, _ in store._readers.values():
        copy.close()
    store._readers.clear()


def sent_mails() -> list[tuple[str, str, str]]:
    """Returns all sent mails: recipient, subject, text."""
    every = _of("ses").sent_messages
    return [(str(it.destinations["ToAddresses"]), it.subject, it.body) for it in every]


def raw_mails() -> list[Any]:
    """Returns the same, as the in-memory AWS has them."""
    return list(_of("ses").sent_messages)


def set_mails(raw_mails: list[Any]) -> None:
    """Replaces the sent mails."""
    _of("ses").sent_messages[:] = raw_mails


def dump_state() -> str:
    """Returns rows with their unrelayed records, objects and messages, as a text."""
    rows, coming = [], []
    for table in _of("dynamodb").tables.values():
        rows += [{**it.to_json()["Attributes"], **IGNORED_ATTRIBUTES} for it in table.all_items()]
        coming += [it.record["dynamodb"].get("NewImage") for it in table.stream_shard.items]
    objects = {
        f"{key} {it.etag}"
        for bucket in _of("s3").buckets.values()
        for key, it in bucket.keys.items()
    }
    waiting = [_queued(queue) for queue in _of("sqs").queues.values()]
    coming = [it and {**it, **IGNORED_ATTRIBUTES} for it in coming]
    parts = rows, coming, waiting
    return json.dumps([sorted(objects), *(sorted(map(_text, it)) for it in parts)])


def _queued(queue: Any) -> list[str]:
    """Returns the messages of a queue; test_any_order.py varies their order.

    The bus gives each delivery a new id.
    """
    return sorted(_HANDED_ON.sub(r"\1<message>", it.body) for it in queue._messages)


_HANDED_ON = re.compile(r'("id": ")[0-9a-f]{8}-[0-9a-f-]{27}')
IGNORED_ATTRIBUTES = {"expires": None, "expiration": None, "in_progress_expiration": None}
"""The time at which DynamoDB may expire a row."""


def _text(it: Any) -> str:
    return json.dumps(it, sort_keys=True, default=str)


def _of(service: str) -> Any:
    region = "aws" if service == "s3" else REGION
    return get_backend(service)[ACCOUNT][region]  # type: ignore[call-overload]  # by its name
