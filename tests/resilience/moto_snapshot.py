"""The in-memory AWS with our stack in it, which is made once and laid anew for each test."""

import io
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from threading import Condition
from typing import Any, TypeVar

import boto3
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from moto import mock_aws
from moto.cognitoidp.models import cognitoidp_backends
from moto.dynamodb.models import dynamodb_backends
from moto.events.models import events_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from local.stack import ACCOUNT, ENVIRONMENT, REGION, Stack
from resilience.kept import forget_searches

T = TypeVar("T")


class Laid(Stack):
    """Our stack, made once and laid anew: to make it takes longer than most tests."""

    def __init__(self) -> None:
        if "stack" in _made:
            own, state = _made["stack"]
            vars(self).update(own)
            lay_all(state)
        else:
            super().__init__()
            _made["stack"] = vars(self).copy(), keep_all()


_made: dict[Any, Any] = {}


@contextmanager
def laid(make: Callable[[Any], T], kind: type[Stack] = Laid) -> Iterator[T]:
    """What `make` makes in an account of its own, where mail may be sent; once for all who ask."""
    with mock_aws():
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        if make not in _made:
            stack = kind()
            made = make(stack)
            _made[make] = stack, stack._relayed, keep_all(), made
        stack, stack._relayed, state, made = _made[make]
        lay_all(state)
        forget_searches()
        yield deepcopy(made, {id(stack): stack})


def keep_all() -> bytes:
    """All that stands in the in-memory AWS."""
    state = [getattr(it, name) for it, name in _backends()], s3_backends.bucket_accounts
    written = io.BytesIO()
    _Writing(written, pickle.HIGHEST_PROTOCOL).dump(state)
    return written.getvalue()


def lay_all(state: bytes) -> None:
    """Let nothing but that stand in it."""
    parts, s3_backends.bucket_accounts = _Reading(io.BytesIO(state)).load()
    for (backend, name), it in zip(_backends(), parts, strict=True):
        setattr(backend, name, it)


class _Writing(pickle.Pickler):
    """Of keys and locks, which cannot be pickled, the same ones stand in what is read."""

    def persistent_id(self, it: Any) -> int | None:
        if not isinstance(it, RSAPrivateKey | Condition):
            return None
        _the_same.append(it)
        return len(_the_same) - 1


class _Reading(pickle.Unpickler):
    def persistent_load(self, number: Any) -> Any:
        return _the_same[number]


_the_same: list[Any] = []


def _backends() -> list[tuple[Any, str]]:
    """Where the in-memory AWS keeps what our stack needs."""
    return [
        (dynamodb_backends[ACCOUNT][REGION], "tables"),
        (cognitoidp_backends[ACCOUNT][REGION], "user_pools"),
        (sqs_backends[ACCOUNT][REGION], "queues"),
        (events_backends[ACCOUNT][REGION], "event_buses"),
        (s3_backends[ACCOUNT]["aws"], "buckets"),
    ]
