"""The one DynamoDB table, and the only way to write to it.

A write that makes something happen carries the event on the row itself (`said`), so the row and
its event are one write: both there or neither. workers/relay.py takes `said` from the table's
stream to the bus. Every write through this door sets or clears it, so an event is said by the
write that caused it and by no later one.
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

from sharewell import tenant_guard
from sharewell.config import settings
from sharewell.errors import Conflict, Refused, Stale
from sharewell.events import OutboxMessage
from sharewell.keys import KeyShape, registry
from sharewell.page import seal, unseal
from sharewell.retry import pause

ATTEMPTS = 5
"""How often a write is sent while others hold one of its rows (DynamoDB: TransactionConflict)."""
FIRST_PAUSE = 0.05
"""Seconds before it is sent a second time, at most; doubled each time."""
MOST_AT_ONCE = 100
"""Rows that one transaction may write, and one BatchGetItem may read (service limits)."""


class Row(Model):
    """What every row has. Concrete rows live in their domain's store.py, and declare their keys."""

    keys: ClassVar[tuple[KeyShape, ...]] = ()
    is_abstract: ClassVar[bool] = True
    """Whether it is there to be inherited from only; says nothing of the classes that do."""

    class Meta:
        table_name = settings.table_name
        connect_timeout_seconds = 1
        read_timeout_seconds = 3
        max_pool_connections = 16

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    said = UnicodeAttribute(null=True)
    expires = TTLAttribute(null=True)

    def __init_subclass__(cls, **options: object) -> None:
        """Register the keys of a row class.

        Raises: TypeError when it declares none.
        """
        super().__init_subclass__(**options)
        declared = tuple(it for it in vars(cls).values() if isinstance(it, KeyShape))
        cls.keys = declared or cls.keys
        if not cls.keys and not vars(cls).get("is_abstract"):
            raise TypeError(f"{cls.__module__}.{cls.__name__} declares no KeyShape")
        registry.declare(f"{cls.__module__}.{cls.__name__}", *declared)

    def key_value(self, name: str) -> str:
        """Return a value of this row's key, by its name in the key's shape."""
        for shape in self.keys:
            if (values := shape.values(self.pk, self.sk)) and name in values:
                return values[name]
        raise LookupError(f"{self.pk} / {self.sk} has no {name}")

    def fields(self) -> dict[str, Any]:
        """Everything but what the table needs: the fields of the value this row keeps."""
        return {n: v for n, v in self.attribute_values.items() if n not in _OWN}


_OWN = frozenset({"pk", "sk", "said", "expires"})


class VersionedRow(Row):
    """A row that two people may edit: saving a stale one is refused. Only ever saved whole."""

    is_abstract: ClassVar[bool] = True

    version = VersionAttribute()


R = TypeVar("R", bound=Row)


class Rows(NamedTuple, Generic[R]):
    """A page of rows, and the cursor of the next."""

    items: list[R]
    next: str | None


class _Step(NamedTuple):
    refusal: Refused
    alone: Callable[[], object]
    together: Callable[[TransactWrite], object]
    is_done: Callable[[], bool] = lambda: False
    """Whether the table shows that this very step was carried out: its reply was lost, the SDK
    sent it again, and then its condition did not hold any more. (Transactions carry a token.)"""


class Write:
    """One write of one or more rows, all or nothing. Use it as `with table.write() as write:`."""

    def __init__(self) -> None:
        self._steps: dict[str, list[_Step]] = {"check": [], "delete": [], "put": [], "update": []}

    def add(self, row: Row, *events: OutboxMessage, taken: str = "it is there already") -> None:
        """Write a row that must not be there yet; Conflict says `taken`."""
        self._put(row, events, Row.pk.does_not_exist(), Conflict(taken))

    def put(self, row: Row, *events: OutboxMessage) -> None:
        """Write a row under its natural key; writing it twice is writing it once."""
        self._put(row, events, None, Stale("somebody else changed this since you read it"))

    save = put
    """The same for a row that was read and changed: a versioned row is refused when stale."""

    def update(
        self,
        row: Row,
        actions: Sequence[Action],
        *events: OutboxMessage,
        only_if: Condition | None = None,
        otherwise: Refused | None = None,
    ) -> None:
        """Change some attributes in place; refuse with `otherwise` unless `only_if` holds."""
        told = _dump(events) if events else None
        every = [*actions, Row.said.set(told) if told else Row.said.remove()]
        self._step(
            "update",
            otherwise or Stale("somebody else changed this since you read it"),
            lambda: row.update(every, condition=only_if, add_version_condition=False),
            lambda tx: tx.update(row, every, condition=only_if, add_version_condition=False),
            lambda: told is not None and _says(row, told),
        )

    def remove(self, row: Row, *, only_if: Condition | None = None) -> None:
        """Delete a row; one that is not there stays away, unless `only_if` says otherwise."""
        self._step(
            "delete",
            Stale("somebody else changed this since you read it"),
            lambda: row.delete(condition=only_if, add_version_condition=False),
            lambda tx: tx.delete(row, condition=only_if, add_version_condition=False),
        )

    def check(self, row: type[Row], pk: str, sk: str, holds: Condition, otherwise: Refused) -> None:
        """Refuse the whole write unless `holds` for a row that stays as it is."""
        self._step(
            "check",
            otherwise,
            lambda: None,
            lambda tx: tx.condition_check(row, pk, sk, condition=holds),
        )

    def _put(
        self,
        row: Row,
        events: Sequence[OutboxMessage],
        condition: Condition | None,
        refusal: Refused,
    ) -> None:
        row.said = _dump(events) if events else None
        self._step(
            "put",
            refusal,
            lambda: row.save(condition=condition),
            lambda tx: tx.save(row, condition=condition),
            lambda: _stands(row),
        )

    def _step(
        self,
        kind: str,
        refusal: Refused,
        alone: Callable[[], object],
        together: Callable[[TransactWrite], object],
        is_done: Callable[[], bool] = lambda: False,
    ) -> None:
        self._steps[kind].append(_Step(refusal, alone, together, is_done))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if not failed:
            self._commit()

    def _commit(self) -> None:
        # DynamoDB's reasons come in the order in which PynamoDB sends: by kind of step.
        steps = [step for kind in self._steps.values() for step in kind]
        if not steps:
            return
        for attempt in range(ATTEMPTS):
            try:
                self._send(steps)
            except (TransactWriteError, PutError, UpdateError, DeleteError) as error:
                codes = _codes(error)
                if _UNMET in codes:
                    if len(steps) == 1 and steps[0].is_done():
                        return
                    raise _first(steps, codes) from error
                if _HELD not in codes:
                    raise
            else:
                return
            pause(attempt, FIRST_PAUSE)
        raise Conflict("many people are changing this right now; try again in a moment")

    def _send(self, steps: list[_Step]) -> None:
        if len(steps) == 1 and not self._steps["check"]:
            steps[0].alone()
            return
        with TransactWrite(connection=connection) as transaction:
            for step in steps:
                step.together(transaction)


write = Write
_UNMET, _HELD = "ConditionalCheckFailed", "TransactionConflict"


def _first(steps: Sequence[_Step], codes: Sequence[str]) -> Refused:
    """Of all that is refused what is told: that it has changed since, before what came of that."""
    refused = [step.refusal for step, code in zip(steps, codes, strict=True) if code == _UNMET]
    return next((it for it in refused if isinstance(it, Stale)), refused[0])


def _stands(row: Row) -> bool:
    """Whether the table holds just this row; its version is one up once it is written."""
    found = get(type(row), row.pk, row.sk, consistent=True)
    return found is not None and _but_version(found) == _but_version(row)


def _says(row: Row, said: str) -> bool:
    """Whether the row carries these very events, whose ids no other write has."""
    found = get(type(row), row.pk, row.sk, consistent=True)
    return found is not None and found.said == said


def _but_version(row: Row) -> dict[str, Any]:
    kept = row.attribute_values.items()
    return {name: value for name, value in kept if value is not None and name != "version"}


def _codes(error: TransactWriteError | PutError | UpdateError | DeleteError) -> list[str]:
    """Why a write did not happen, step by step."""
    if isinstance(error, TransactWriteError):
        return [reason.code if reason else "" for reason in error.cancellation_reasons]
    return [(error.cause_response_code or "").removesuffix("Exception")]


def get(kind: type[R], pk: str, sk: str, *, consistent: bool = False) -> R | None:
    """One row, if it is there."""
    try:
        return kind.get(pk, sk, consistent_read=consistent)
    except DoesNotExist:
        return None


def get_many(
    kind: type[R], keys: Sequence[tuple[str, str]], *, consistent: bool = False
) -> list[R]:
    """The rows of `keys` that are there, in no order, in one call per hundred."""
    return list(kind.batch_get(list(keys), consistent_read=consistent)) if keys else []


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRange:
    """Which sort keys a query reads: all, those with a prefix, or those within bounds.

    DynamoDB takes one condition on a sort key: `prefix`, one bound, or `ge` and `le` together.
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
) -> Rows[R]:
    """Returns the same from a cursor on, with the cursor of the next page: one bounded Query.

    A cursor is good for its partition and prefix. Raises: Invalid, if it is of another list.
    """
    scope = f"{pk}\n{sk.prefix}"
    rows = kind.query(
        pk,
        sk.condition(kind),
        scan_index_forward=not reverse,
        limit=limit,
        page_size=limit,
        consistent_read=consistent,
        last_evaluated_key=_key(pk, unseal(scope, after)) if after else None,
    )
    items = list(rows)
    last = rows.last_evaluated_key
    return Rows(items, seal(scope, last["sk"]["S"]) if last else None)


def batch_put(rows: Sequence[Row]) -> None:
    """Writes rows that need no event and no transaction, 25 a call; safe to repeat."""
    if rows:
        with type(rows[0]).batch_write() as batch:
            for row in rows:
                batch.save(row)


def delete_partition(pk: str, *, prefix: str = "", keep: Sequence[str] = ()) -> None:
    """Deletes the rows of a partition whose sort keys begin with `prefix`, but those in `keep`.

    25 a call; safe to repeat.
    """
    after = None
    while True:
        some = KeyRange(prefix=prefix)
        rows = query_page(Row, pk, some, after=after, limit=25, consistent=True)
        with Row.batch_write() as batch:
            for row in rows.items:
                if row.sk not in keep:
                    batch.delete(row)
        if not (after := rows.next):
            return


def _dump(events: Sequence[OutboxMessage]) -> str:
    return json.dumps([[type(event).__name__, event.model_dump(mode="json")] for event in events])


def _key(pk: str, sk: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


# One client per container: PynamoDB would build one for every row class (57-157 ms each).
connection = Row._get_connection().connection  # noqa: SLF001  # there is no public way
connection.client.meta.events.register("provide-client-params.dynamodb", tenant_guard.guard_table)
