"""What stands in the in-memory AWS, kept to be laid anew for each test."""

import json
import pickle
import re
from typing import Any

from moto.backends import get_backend

from local.stack import ACCOUNT, REGION, Stack


def keep(stack: Stack, *, is_settled: bool = True) -> bytes:
    """Rows, objects, messages and people as they are; unless it `is_settled`, the stream too."""
    stack._relayed = 0
    if is_settled:
        for table in _of("dynamodb").tables.values():
            table.stream_shard.items.clear()  # all of it was relayed
    queues = {name: (it._messages, it.deleted_messages) for name, it in _of("sqs").queues.items()}
    people = {name: it.users for name, it in _of("cognito-idp").user_pools.items()}
    state = _of("dynamodb").tables, _buckets(), queues, people
    return pickle.dumps(state, pickle.HIGHEST_PROTOCOL)


def lay(stack: Stack, kept: bytes) -> None:
    """Put it all back; mail that was sent and what searches had fetched is forgotten."""
    tables, buckets, queues, people = pickle.loads(kept)  # noqa: S301  # pickled here
    _of("dynamodb").tables = tables
    _buckets().clear()
    _buckets().update(buckets)
    for name, queue in _of("sqs").queues.items():
        queue._messages, queue.deleted_messages = queues[name]
        queue._pending_messages = set()
    for name, users in people.items():
        _of("cognito-idp").user_pools[name].users = users
    stack._relayed = 0
    _of("ses").sent_messages.clear()
    forget_searches()


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
        f"{key} {it.etag}" for bucket in _buckets().values() for key, it in bucket.keys.items()
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
    return get_backend(service)[ACCOUNT][REGION]  # type: ignore[call-overload]  # by its name


def _buckets() -> Any:
    return get_backend("s3")[ACCOUNT]["aws"].buckets
