"""The only access to the DynamoDB table, with a transactional outbox.

The write that causes domain events stores them in the row's `outbox` attribute; workers/relay.py
reads the table's stream and publishes them. Every write sets or clears `outbox`, so exactly one
write publishes an event (delivery is at least once).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from pynamodb.attributes import TTLAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.exceptions import (
    DeleteError,
    DoesNotExist,
    PutError,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from sharewell.aws import tenant_guard
from sharewell.aws.keys import KeyShape, registry
from sharewell.core.config import settings
from sharewell.core.errors import Conflict, DomainError, VersionConflict
from sharewell.core.events import OutboxMessage
from sharewell.core.pagination import decode_cursor, encode_cursor
from sharewell.core.retry import pause

CONFLICT_ATTEMPTS = 5
"""Attempts of a write while other transactions lock one of its rows (TransactionConflict)."""
FIRST_PAUSE = 0.05
"""Maximum seconds before the second attempt; doubled before each later one."""
MAX_TRANSACTION_ROWS = 100
"""Rows that one transaction may write, and one BatchGetItem may read (service limits)."""
CHANGED = "This was changed since you loaded it."


class Row(Model):
    """The base class of rows. Concrete rows live in the stores of their domain and declare keys."""

    keys: ClassVar[tuple[KeyShape, ...]] = ()
    is_abstract: ClassVar[bool] = True
    """Whether the class is only a base class; not inherited."""

    class Meta:
        table_name = settings.table_name
        connect_timeout_seconds = 1
        read_timeout_seconds = 3
        max_pool_connections = 16

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    outbox = UnicodeAttribute(null=True)
    expires = TTLAttribute(null=True)

    def __init_subclass__(cls, **options: object) -> None:
        """Registers the keys of a row class.

        Raises: TypeError, if it declares none.
        """
        super().__init_subclass__(**options)
        declared = tuple(it for it in vars(cls).values() if isinstance(it, KeyShape))
        cls.keys = declared or cls.keys
        if not cls.keys and not vars(cls).get("is_abstract"):
            raise TypeError(f"{cls.__module__}.{cls.__name__} declares no KeyShape")
        registry.declare(f"{cls.__module__}.{cls.__name__}", *declared)

    def key_value(self, name: str) -> str:
        """Returns a value of this row's key by its name in the key's shape."""
        for shape in self.keys:
            if (values := shape.values(self.pk, self.sk)) and name in values:
                return values[name]
        raise LookupError(f"{self.pk} / {self.sk} has no {name}")

    def fields(self) -> dict[str, Any]:
        """Returns the attributes without keys, outbox and expiry: the fields of the row's value."""
        return {n: v for n, v in self.attribute_values.items() if n not in _OWN}


_OWN = frozenset({"pk", "sk", "outbox", "expires"})


class VersionedRow(Row):
    """A row with an optimistic lock: saving an outdated one fails. Always saved whole."""

    is_abstract: ClassVar[bool] = True

    version = VersionAttribute()


R = TypeVar("R", bound=Row)


class RowPage(NamedTuple, Generic[R]):
    """A page of rows, and the cursor of the next."""

    items: list[R]
    next: str | None


class _Operation(NamedTuple):
    error: DomainError
    run_single: Callable[[], object]
    add_to_transaction: Callable[[TransactWrite], object]
    is_done: Callable[[], bool] = lambda: False
    """Returns whether the table shows that exactly this operation was applied: its reply was lost,
    the SDK repeated it, and its condition no longer held. (Transactions carry a token.)"""


class Transaction:
    """One write of one or more rows, all or nothing. Use: `with table.transaction() as tx:`."""

    def __init__(self) -> None:
        self._operations: dict[str, list[_Operation]] = {
            "check": [],
            "delete": [],
            "put": [],
            "update": [],
        }

    def add(self, row: Row, *events: OutboxMessage, conflict: str = "This already exists.") -> None:
        """Writes a row that must not exist yet. Raises Conflict with the message `conflict`."""
        self._put(row, events, Row.pk.does_not_exist(), Conflict(conflict))

    def put(self, row: Row, *events: OutboxMessage) -> None:
        """Writes a row; safe to repeat. Raises VersionConflict for an outdated versioned row."""
        self._put(row, events, None, VersionConflict(CHANGED))

    save = put
    """The same, for a row that was read and changed."""

    def update(
        self,
        row: Row,
        actions: Sequence[Action],
        *events: OutboxMessage,
        only_if: Condition | None = None,
        error: DomainError | None = None,
    ) -> None:
        """Updates attributes in place. Raises `error` unless `only_if` holds."""
        outbox = _dump_events(events) if events else None
        every = [*actions, Row.outbox.set(outbox) if outbox else Row.outbox.remove()]
        self._add_operation(
            "update",
            error or VersionConflict(CHANGED),
            lambda: row.update(every, condition=only_if, add_version_condition=False),
            lambda tx: tx.update(row, every, condition=only_if, add_version_condition=False),
            lambda: outbox is not None and _events_were_written(row, outbox),
        )

    def delete(self, row: Row, *, only_if: Condition | None = None) -> None:
        """Deletes a row, if it exists. Raises VersionConflict unless `only_if` holds."""
        self._add_operation(
            "delete",
            VersionConflict(CHANGED),
            lambda: row.delete(condition=only_if, add_version_condition=False),
            lambda tx: tx.delete(row, condition=only_if, add_version_condition=False),
        )

    def check(
        self, row: type[Row], pk: str, sk: str, condition: Condition, error: DomainError
    ) -> None:
        """Adds a condition check on a row that is not written. Raises `error` unless it holds."""
        self._add_operation(
            "check",
            error,
            lambda: None,
            lambda tx: tx.condition_check(row, pk, sk, condition=condition),
        )

    def _put(
        self,
        row: Row,
        events: Sequence[OutboxMessage],
        condition: Condition | None,
        error: DomainError,
    ) -> None:
        row.outbox = _dump_events(events) if events else None
        self._add_operation(
            "put",
            error,
            lambda: row.save(condition=condition),
            lambda tx: tx.save(row, condition=condition),
            lambda: _row_was_written(row),
        )

    def _add_operation(
        self,
        kind: str,
        error: DomainError,
        run_single: Callable[[], object],
        add_to_transaction: Callable[[TransactWrite], object],
        is_done: Callable[[], bool] = lambda: False,
    ) -> None:
        self._operations[kind].append(_Operation(error, run_single, add_to_transaction, is_done))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if not failed:
            self._commit()

    def _commit(self) -> None:
        # DynamoDB lists reasons in the order in which PynamoDB sends: by kind of operation.
        operations = [operation for kind in self._operations.values() for operation in kind]
        if not operations:
            return
        for attempt in range(CONFLICT_ATTEMPTS):
            try:
                self._send(operations)
            except (TransactWriteError, PutError, UpdateError, DeleteError) as error:
                codes = _failure_codes(error)
                if _CONDITION_FAILED in codes:
                    if len(operations) == 1 and operations[0].is_done():
                        return
                    raise _error_of(operations, codes) from error
                if _LOCKED not in codes:
                    raise
            else:
                return
            pause(attempt, FIRST_PAUSE)
        raise Conflict("This is being changed by others. Try again in a moment.")

    def _send(self, operations: list[_Operation]) -> None:
        if len(operations) == 1 and not self._operations["check"]:
            operations[0].run_single()
            return
        with TransactWrite(connection=connection) as transaction:
            for operation in operations:
                operation.add_to_transaction(transaction)


transaction = Transaction
_CONDITION_FAILED, _LOCKED = "ConditionalCheckFailed", "TransactionConflict"


def _error_of(operations: Sequence[_Operation], codes: Sequence[str]) -> DomainError:
    """Returns a version conflict if any, as a stale read may cause the others; else the first."""
    failed = zip(operations, codes, strict=True)
    errors = [operation.error for operation, code in failed if code == _CONDITION_FAILED]
    return next((it for it in errors if isinstance(it, VersionConflict)), errors[0])


def _row_was_written(row: Row) -> bool:
    """Returns whether the table has exactly this row, apart from its incremented version."""
    found = get(type(row), row.pk, row.sk, consistent=True)
    return found is not None and _fields_without_version(found) == _fields_without_version(row)


def _events_were_written(row: Row, outbox: str) -> bool:
    """Returns whether the row's outbox has exactly these events; their ids are unique."""
    found = get(type(row), row.pk, row.sk, consistent=True)
    return found is not None and found.outbox == outbox


def _fields_without_version(row: Row) -> dict[str, Any]:
    values = row.attribute_values.items()
    return {name: value for name, value in values if value is not None and name != "version"}


def _failure_codes(error: TransactWriteError | PutError | UpdateError | DeleteError) -> list[str]:
    """Returns the reasons why a write failed, by operation; empty for those that did not."""
    if isinstance(error, TransactWriteError):
        return [reason.code if reason else "" for reason in error.cancellation_reasons]
    return [(error.cause_response_code or "").removesuffix("Exception")]


def get(kind: type[R], pk: str, sk: str, *, consistent: bool = False) -> R | None:
    """Returns a row; None if it does not exist."""
    try:
        return kind.get(pk, sk, consistent_read=consistent)
    except DoesNotExist:
        return None


def get_many(
    kind: type[R], keys: Sequence[tuple[str, str]], *, consistent: bool = False
) -> list[R]:
    """Returns the existing rows of `keys`, unordered, with one call per 100."""
    return list(kind.batch_get(list(keys), consistent_read=consistent)) if keys else []


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRange:
    """The sort keys that a query reads: all, those with a prefix, or those within bounds.

    DynamoDB accepts one condition on a sort key: `prefix`, one bound, or `ge` and `le` together.
    """

    prefix: str = ""
    gt: str | None = None
    ge: str | None = None
    lt: str | None = None
    le: str | None = None

    def __post_init__(self) -> None:
        given = {name for name in self.__slots__ if getattr(self, name)}
        if len(given) > 1 and given != {"ge", "le"}:
            raise ValueError(f"one condition on a sort key, not {sorted(given)}")

    def condition(self, kind: type[Row]) -> Condition | None:
        """Returns the key condition; None for all sort keys."""
        if self.prefix:
            return kind.sk.startswith(self.prefix)
        if self.ge and self.le:
            return kind.sk.between(self.ge, self.le)
        bounds = {gt: self.gt, ge: self.ge, lt: self.lt, le: self.le}
        return next((compare(kind.sk, key) for compare, key in bounds.items() if key), None)


ALL_KEYS = KeyRange()


def query(
    kind: type[R],
    pk: str,
    sk: KeyRange = ALL_KEYS,
    *,
    limit: int = 20,
    reverse: bool = False,
    consistent: bool = False,
) -> list[R]:
    """Returns the first rows of a partition with sort keys in `sk`, or the last ones first."""
    return query_page(kind, pk, sk, limit=limit, reverse=reverse, consistent=consistent).items


def query_page(
    kind: type[R],
    pk: str,
    sk: KeyRange = ALL_KEYS,
    *,
    after: str | None = None,
    limit: int = 20,
    reverse: bool = False,
    consistent: bool = False,
) -> RowPage[R]:
    """Returns the same from a cursor on, with the cursor of the next page: one bounded Query.

    A cursor is valid for its partition and prefix. Raises: Invalid, for one of another list.
    """
    scope = f"{pk}\n{sk.prefix}"
    rows = kind.query(
        pk,
        sk.condition(kind),
        scan_index_forward=not reverse,
        limit=limit,
        page_size=limit,
        consistent_read=consistent,
        last_evaluated_key=_key(pk, decode_cursor(scope, after)) if after else None,
    )
    items = list(rows)
    last = rows.last_evaluated_key
    return RowPage(items, encode_cursor(scope, last["sk"]["S"]) if last else None)


def batch_put(rows: Sequence[Row]) -> None:
    """Writes rows without events or a transaction, 25 a call; safe to repeat."""
    if rows:
        with type(rows[0]).batch_write() as batch:
            for row in rows:
                batch.save(row)


def delete_partition(pk: str, *, prefix: str = "", keep: Sequence[str] = ()) -> None:
    """Deletes the rows of a partition whose sort keys have a prefix, except those in `keep`.

    25 a call; safe to repeat.
    """
    after = None
    while True:
        keys = KeyRange(prefix=prefix)
        rows = query_page(Row, pk, keys, after=after, limit=25, consistent=True)
        with Row.batch_write() as batch:
            for row in rows.items:
                if row.sk not in keep:
                    batch.delete(row)
        if not (after := rows.next):
            return


def _dump_events(events: Sequence[OutboxMessage]) -> str:
    return json.dumps([[type(event).__name__, event.model_dump(mode="json")] for event in events])


def _key(pk: str, sk: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


# One client per container: PynamoDB would build one for every row class (57-157 ms each).
connection = Row._get_connection().connection  # noqa: SLF001  # no public accessor exists
connection.client.meta.events.register("provide-client-params.dynamodb", tenant_guard.guard_table)
