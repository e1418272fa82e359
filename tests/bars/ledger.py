"""What an action costs at AWS: its calls, and the request units that DynamoDB would count.

The in-memory DynamoDB does not count units as AWS does, so they are reckoned here from the items
that went in and out (AWS: read unit 4 KB, half when eventually consistent; write unit 1 KB, twice
in a transaction; an item's size is its names and values).
"""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from botocore.client import BaseClient

_call = BaseClient._make_api_call  # type: ignore[attr-defined]  # every AWS call goes through it


@dataclass
class Ledger:
    """The AWS calls made while it is open."""

    calls: list[str] = field(default_factory=list)
    reads: float = 0
    writes: float = 0
    wasted: int = 0
    """Rows that were read and thrown away by a filter."""

    def __enter__(self) -> Self:
        def record(client: Any, name: str, params: dict[str, Any]) -> Any:
            answer = _call(client, name, params)
            self.calls.append(name)
            self._count(name, params, answer)
            return answer

        self._patch = patch.object(BaseClient, "_make_api_call", record)
        self._patch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._patch.stop()

    def _count(self, name: str, params: dict[str, Any], answer: dict[str, Any]) -> None:
        share = 1.0 if params.get("ConsistentRead") else 0.5
        if name == "Query":
            self.reads += share * _units(sum(map(_size, answer["Items"])), 4096)
            self.wasted += answer["ScannedCount"] - answer["Count"]
        elif name == "GetItem":
            self.reads += share * _units(_size(answer.get("Item", {})), 4096)
        elif name == "BatchGetItem":
            [rows] = answer["Responses"].values()
            self.reads += sum(0.5 * _units(_size(row), 4096) for row in rows)
        elif name == "PutItem":
            self.writes += _units(_size(params["Item"]), 1024)
        elif name in ("UpdateItem", "DeleteItem"):
            self.writes += 1
        elif name == "BatchWriteItem":
            [requests] = params["RequestItems"].values()
            self.writes += sum(_written(request) for request in requests)
        elif name == "TransactWriteItems":
            self.writes += sum(2 * _written(step) for step in params["TransactItems"])


def _written(step: dict[str, Any]) -> float:
    put = step.get("Put") or step.get("PutRequest")
    return _units(_size(put["Item"]), 1024) if put else 1


def _units(size: int, unit: int) -> int:
    return max(1, -(-size // unit))


def _size(item: dict[str, Any]) -> int:
    return sum(len(name) + _value(value) for name, value in item.items())


def _value(typed: dict[str, Any]) -> int:
    [(kind, value)] = typed.items()
    if kind in ("S", "N"):
        return len(str(value).encode())
    if kind == "L":
        return 3 + sum(1 + _value(it) for it in value)
    if kind == "M":
        return 3 + _size(value)
    if kind in ("SS", "NS"):
        return sum(len(it) for it in value)
    return 1
