"""The in-memory table, without what it does for a row to all of them.

For every row that a transaction writes it copies the whole table, in case it has to go back; here
only the rows are kept that the transaction names. For every query it sorts the whole table; here
only the partition that is asked for.
"""

import copy
from collections.abc import Callable
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from resilience.quick.instead import instead

_transact = DynamoDBBackend.transact_write_items
_query = Table.query
_equal = DynamoType.__eq__
_cast: Any = vars(DynamoType)["cast_value"]


def make_quick() -> None:
    """For all tests of this process."""
    rows_only: Any = SimpleNamespace(deepcopy=lambda it: _is_table(it) or copy.deepcopy(it))
    instead(models, copy=rows_only)
    instead(DynamoDBBackend, transact_write_items=_transact_quickly)
    instead(Table, query=_query_quickly)
    instead(DynamoType, cast_value=property(_cast_quickly), __hash__=_hash, __eq__=_equals)


def _transact_quickly(self: DynamoDBBackend, steps: list[dict[str, Any]]) -> None:
    back = [way_back(self, step) for [step] in (it.values() for it in steps)]
    try:
        _transact(self, steps)
    except Exception:
        for go in back:
            go()
        raise


def _query_quickly(self: Table, hash_key: DynamoType, *more: Any, **named: Any) -> Any:
    assert not named.get("index_name"), "no table here has an index"
    rows = self.items.get(hash_key, {})
    partition = copy.copy(self)  # for this query alone: others may run beside it
    vars(partition)["all_items"] = lambda: [
        rows[place] for place in sorted(rows, key=attrgetter("value"))
    ]
    return _query(partition, hash_key, *more, **named)


def _cast_quickly(self: DynamoType) -> Any:
    return self.value if self.type == "S" else _cast.fget(self)


def _hash(self: DynamoType) -> int:
    return hash(self.value if self.type == "S" else _cast.fget(self))


def _equals(self: DynamoType, other: DynamoType) -> bool:
    if self.type == other.type == "S":
        return bool(self.value == other.value)
    return _equal(self, other)


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
