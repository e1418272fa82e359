"""Counts what an action costs at AWS: calls, and the request units of DynamoDB.

The in-memory DynamoDB does not count units as AWS does, so they are computed here from the items
read and written (AWS: read unit 4 KB, half when eventually consistent; write unit 1 KB, twice in
a transaction; an item's size is its names and values).

"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, local
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from botocore.client import BaseClient

from local_stack import templates
from sharewell.aws import concurrency

_call = BaseClient._make_api_call  # type: ignore[attr-defined]  # every AWS call goes through it
_entry, _run_concurrently = templates.entry, concurrency.run_concurrently


@dataclass
class _Chain:
    """Calls of one thread, and how many of them were made one after another."""

    calls: list[str] = field(default_factory=list)
    deep: int = 0

    def append(self, name: str) -> None:
        self.calls.append(name)
        self.deep += 1


@dataclass
class Ledger:
    """Records the AWS calls of functions while it is open; `only` limits it to one module."""

    only: str | None = None
    calls: list[str] = field(default_factory=list)
    reads: float = 0
    writes: float = 0
    wasted: int = 0
    """Rows that were read and dropped by a filter."""
    depth: int = 0
    """The longest chain of calls that wait for each other within one function."""

    def __enter__(self) -> Self:
        self._lock, self._here = Lock(), local()
        self._running: str | None = None
        self._patches = ExitStack()
        for place, name, new in (
            (BaseClient, "_make_api_call", self._recording()),
            (templates, "entry", self._entering),
            (concurrency, "run_concurrently", self._run_concurrently),
        ):
            self._patches.enter_context(patch.object(place, name, new))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._patches.close()

    def _recording(self) -> Callable[[Any, str, dict[str, Any]], Any]:
        def record(client: Any, name: str, params: dict[str, Any]) -> Any:
            counts = self._running and self.only in (None, self._running)
            if counts:
                self._chain.append(name)
            answer = _call(client, name, params)
            if counts:
                with self._lock:
                    self._count(name, params, answer)
            return answer

        return record

    def _entering(self, handler: str) -> Any:
        def enter(event: Any, context: Any) -> Any:
            self._running, self._here.chain = handler.rpartition(".")[0], _Chain()
            try:
                return _entry(handler)(event, context)
            finally:
                self._running = None
                self.calls += self._chain.calls
                self.depth = max(self.depth, self._chain.deep)

        return enter

    def _run_concurrently(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """Runs calls concurrently; counts the longest chain among them as the caller's wait."""

        def alone(read: Callable[[], Any]) -> tuple[Any, _Chain]:
            before, self._here.chain = self._chain, _Chain()
            try:
                return read(), self._here.chain
            finally:
                self._here.chain = before

        done = _run_concurrently([partial(alone, call) for call in calls])
        for _, chain in done:
            self._chain.calls += chain.calls
        self._chain.deep += max((chain.deep for _, chain in done), default=0)
        return [answer for answer, _ in done]

    @property
    def _chain(self) -> "_Chain":
        """The calls of this thread; a new chain in threads that only fetch."""
        found: _Chain = getattr(self._here, "chain", None) or _Chain()
        return found

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
