"""The in-memory table without its slowest habit.

For every row that a transaction writes it copies the whole table, in case it has to go back: most
of the time that tests took. Here only the rows are kept that the transaction names.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

_transact = DynamoDBBackend.transact_write_items


def make_quick() -> None:
    """For all tests of this process."""
    rows_only: Any = SimpleNamespace(deepcopy=lambda it: _is_table(it) or copy.deepcopy(it))
    vars(models)["copy"] = rows_only
    setattr(DynamoDBBackend, "transact_write_items", _transact_quickly)  # noqa: B010  # no type


def _transact_quickly(self: DynamoDBBackend, steps: list[dict[str, Any]]) -> None:
    back = [way_back(self, step) for [step] in (it.values() for it in steps)]
    try:
        _transact(self, steps)
    except Exception:
        for go in back:
            go()
        raise


def way_back(backend: DynamoDBBackend, step: dict[str, Any]) -> Callable[[], None]:
    """How to make one row, and the stream, what they are now."""
    table = backend.tables[step["TableName"]]
    key = step.get("Key") or step["Item"]
    partition, place = (DynamoType(key[name]) for name in (table.hash_key_attr, _range(table)))
    row = copy.deepcopy(table.items.get(partition, {}).get(place))
    shard = table.stream_shard
    said = len(shard.items) if shard else 0

    def go() -> None:
        if row is None:
            table.items.get(partition, {}).pop(place, None)
        else:
            table.items[partition][place] = row
        if shard:
            del shard.items[said:]

    return go


def _range(table: Table) -> str:
    assert table.range_key_attr, "every table here has both keys"
    return table.range_key_attr


def _is_table(it: Any) -> Any:
    return it if isinstance(it, Table) else None
