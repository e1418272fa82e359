"""The in-memory table without its slowest habits: most of the time that tests took.

For every row that a transaction writes it copies the whole table, in case it has to go back; here
only the rows are kept that the transaction names. For every query it sorts the whole table; here
only the partition that is asked for. For every value in an answer it tries all names that the value
might go by, and the SDK reads it member by member; here it is handed on as it is. And what is the
same in every call is made out once: how a name is spelt in Python, which methods a class has, what
the SDK calls itself.
"""

import copy
import gc
import sys
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from botocore.parsers import BaseJSONParser
from botocore.useragent import UserAgentString
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from net import quick_http, quick_updates

_transact = DynamoDBBackend.transact_write_items
_query = Table.query
_cast: Any = vars(DynamoType)["cast_value"]
_structure = BaseJSONSerializer._serialize_type_structure
_map = BaseJSONSerializer._serialize_type_map
_heard: Any = vars(BaseJSONParser)["_handle_structure"]


_THE_SAME_EACH_TIME = ("camelcase_to_underscores", "method_names_from_class")


def make_quick() -> None:
    """For all tests of this process."""
    rows_only: Any = SimpleNamespace(deepcopy=lambda it: _is_table(it) or copy.deepcopy(it))
    vars(models)["copy"] = rows_only
    setattr(DynamoDBBackend, "transact_write_items", _transact_quickly)  # noqa: B010  # no type
    setattr(Table, "query", _query_quickly)  # noqa: B010  # no type
    setattr(DynamoType, "cast_value", property(_cast_quickly))  # noqa: B010  # no type
    setattr(BaseJSONSerializer, "_serialize_type_structure", _say_quickly)  # noqa: B010  # no type
    setattr(BaseJSONSerializer, "_serialize_type_map", _say_all_quickly)  # noqa: B010  # no type
    setattr(BaseJSONParser, "_handle_structure", _read_quickly)  # noqa: B010  # no type
    setattr(UserAgentString, "to_string", lambda _: "tests")  # noqa: B010  # nobody reads it
    for name in _THE_SAME_EACH_TIME:
        quick = cache(vars(sys.modules["moto.core.utils"])[name])
        for module in [it for it in sys.modules if it.startswith("moto.")]:
            if name in vars(sys.modules[module]):
                vars(sys.modules[module])[name] = quick
    quick_http.make_quick()
    quick_updates.make_quick()
    gc.set_threshold(50_000, 50, 100)  # much is made here, and little of it goes round in circles


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


def _say_quickly(self: BaseJSONSerializer, said: Any, value: Any, shape: Any, key: str) -> None:
    if shape.name == "AttributeValue" and not {"B", "BS"} & value.keys():
        said[key] = value
    else:
        _structure(self, said, value, shape, key)


def _say_all_quickly(self: BaseJSONSerializer, said: Any, value: Any, shape: Any, key: str) -> None:
    plain = shape.value.name == "AttributeValue" and value is not None
    if plain and not any({"B", "BS"} & it.keys() for it in value.values()):
        said[key] = value
    else:
        _map(self, said, value, shape, key)


def _read_quickly(self: BaseJSONParser, shape: Any, value: Any) -> Any:
    if shape.name == "AttributeValue" and not {"B", "BS", "M", "L"} & value.keys():
        return value
    return _heard(self, shape, value)


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
