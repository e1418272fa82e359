"""Patches what costs moto's table time and memory in proportion to all rows that it has or had.

Responses stay the same: tests/contracts/test_moto_table.py compares them with moto's own.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import StreamRecord, Table

_transact = DynamoDBBackend.transact_write_items
_query = Table.query


def mend_table() -> None:
    """Patches the table for all tests of this process."""
    for owner, name, mended in _MENDED:
        setattr(owner, name, mended)


@contextmanager
def unmended() -> Iterator[None]:
    """Restores moto's own table for a while."""
    with ExitStack() as patches:
        for (owner, name, _), original in zip(_MENDED, _ORIGINAL, strict=True):
            patches.enter_context(patch.object(owner, name, original))
        yield


def undo(backend: DynamoDBBackend, step: dict[str, Any]) -> Callable[[], None]:
    """Returns what restores the row that `step` writes, and the stream."""
    table = backend.tables[step["TableName"]]
    key = step.get("Key") or step["Item"]
    assert table.range_key_attr, "every table here has both keys"
    partition, place = (DynamoType(key[it]) for it in (table.hash_key_attr, table.range_key_attr))
    row = copy.deepcopy(table.items.get(partition, {}).get(place))
    shard = table.stream_shard
    events = len(shard.items) if shard else 0

    def restore() -> None:
        if row is None:
            table.items.get(partition, {}).pop(place, None)
        else:
            table.items[partition][place] = row
        if shard:
            del shard.items[events:]

    return restore


def _transact_write_items(self: DynamoDBBackend, steps: list[dict[str, Any]]) -> None:
    """Runs a transaction and saves only the rows that it writes; moto copies the whole table."""
    undoing = [undo(self, step) for [step] in (it.values() for it in steps)]
    try:
        _transact(self, steps)
    except Exception:
        for restore in undoing:
            restore()
        raise


def _query_partition(self: Table, hash_key: DynamoType, *more: Any, **named: Any) -> Any:
    """Runs a query on one partition; moto sorts the whole table."""
    assert not named.get("index_name"), "no table here has an index"
    partition: Table = _untracked(Table)  # for this query alone: others may run beside it
    vars(partition).update(vars(self), items={hash_key: self.items.get(hash_key, {})})
    return _query(partition, hash_key, *more, **named)


def _untracked(kind: type, *_given: Any, **_named: Any) -> Any:
    """Creates an object untracked; moto keeps a list of every row and event that it ever made."""
    return object.__new__(kind)


_ROWS_ONLY = SimpleNamespace(deepcopy=lambda it: it if isinstance(it, Table) else copy.deepcopy(it))
_MENDED: list[tuple[Any, str, Any]] = [
    (DynamoDBBackend, "transact_write_items", _transact_write_items),
    (models, "copy", _ROWS_ONLY),
    (Table, "query", _query_partition),
    (Item, "__new__", _untracked),
    (StreamRecord, "__new__", _untracked),
]
_ORIGINAL = [getattr(owner, name) for owner, name, _ in _MENDED]
