"""The one DynamoDB table, and the only way to write to it.

A write that makes something happen carries the event on the row itself (`said`), so the row and
its event are one write: both there or neither. functions/relay.py takes `said` from the table's
stream to the bus. Every write through this door sets or clears it, so an event is said by the
write that caused it and by no later one.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
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
from sharewell.events import Event
from sharewell.keys import KeyShape, registry
from sharewell.page import seal, unseal

ATTEMPTS = 5
"""How often a write is sent while others hold one of its rows (DynamoDB: TransactionConflict)."""
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

    def add(self, row: Row, *events: Event, taken: str = "it is there already") -> None:
        """Write a row that must not be there yet; Conflict says `taken`."""
        self._put(row, events, Row.pk.does_not_exist(), Conflict(taken))

    def put(self, row: Row, *events: Event) -> None:
        """Write a row under its natural key; writing it twice is writing it once."""
        self._put(row, events, None, Stale("somebody else changed this since you read it"))

    save = put
    """The same for a row that was read and changed: a versioned row is refused when stale."""

    def update(
        self,
        row: Row,
        actions: Sequence[Action],
        *events: Event,
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
        self, row: Row, events: Sequence[Event], condition: Condition | None, refusal: Refused
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
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311  # no secret is made
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


def page(
    kind: type[R],
    pk: str,
    *,
    begins: str = "",
    since: str | None = None,
    before: str | None = None,
    after: str | None = None,
    limit: int = 20,
    newest_first: bool = False,
    consistent: bool = False,
) -> Rows[R]:
    """A page of the rows of `pk` whose sort key begins with `begins`: one bounded Query.

    Or of those whose sort keys are from `since` on, or before `before`; of these three one.
    """
    scope = f"{pk}\n{begins}"
    rows = kind.query(
        pk,
        _range(kind, begins, since, before),
        scan_index_forward=not newest_first,
        limit=limit,
        page_size=limit,
        consistent_read=consistent,
        last_evaluated_key=_key(pk, unseal(scope, after)) if after else None,
    )
    items = list(rows)
    last = rows.last_evaluated_key
    return Rows(items, seal(scope, last["sk"]["S"]) if last else None)


def _range(kind: type[R], begins: str, since: str | None, before: str | None) -> Condition | None:
    if begins:
        return kind.sk.startswith(begins)
    return kind.sk >= since if since else kind.sk < before if before else None


def newest(
    kind: type[R],
    pk: str,
    *,
    before: str | None = None,
    limit: int = 20,
    consistent: bool = False,
) -> list[R]:
    """The newest rows of `pk`, whose sort keys are ids, minted before `before`."""
    earlier = kind.sk < before if before else None
    rows = kind.query(
        pk,
        earlier,
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        consistent_read=consistent,
    )
    return list(rows)


def first(kind: type[R], pk: str, low: str, high: str) -> R | None:
    """The first row of `pk` whose sort key is from `low` to `high`, as it is at this instant."""
    between = kind.sk.between(low, high)
    rows = kind.query(pk, between, limit=1, page_size=1, consistent_read=True)
    return next(iter(rows), None)


def between(
    kind: type[R],
    pk: str,
    since: str,
    until: str,
    *,
    limit: int = 20,
    newest_first: bool = False,
    consistent: bool = False,
) -> list[R]:
    """The first rows of `pk` from sort key `since` to `until`, or the last ones."""
    rows = kind.query(
        pk,
        kind.sk.between(since, until),
        scan_index_forward=not newest_first,
        limit=limit,
        page_size=limit,
        consistent_read=consistent,
    )
    return list(rows)


def later(kind: type[R], pk: str, than: str, *, limit: int = 20) -> list[R]:
    """The first rows of `pk` whose sort keys come after `than`."""
    return list(kind.query(pk, kind.sk > than, limit=limit, page_size=limit))


def put_all(rows: Sequence[Row]) -> None:
    """Write rows that need no event and no transaction, 25 a call; safe to repeat."""
    if rows:
        with type(rows[0]).batch_write() as batch:
            for row in rows:
                batch.save(row)


def clear(pk: str, *, begins: str = "", but: Sequence[str] = ()) -> None:
    """Delete the rows of `pk` whose sort keys begin with `begins`, except those at `but`.

    25 a call; safe to repeat.
    """
    after = None
    while True:
        rows = page(Row, pk, begins=begins, after=after, limit=25, consistent=True)
        with Row.batch_write() as batch:
            for row in rows.items:
                if row.sk not in but:
                    batch.delete(row)
        if not (after := rows.next):
            return


def at_once(reads: Sequence[Callable[[], Any]]) -> list[Any]:
    """The answers of several reads that do not wait for each other; one may have several in it."""
    # Who waits in a pool for the same pool would wait for ever. So what is read in a read has a
    # pool of its own, and what is read in that goes in a row.
    here = threading.current_thread().name
    if len(reads) < 2 or here.startswith(_WITHIN):
        return [read() for read in reads]
    pool = _within if here.startswith(_READING) else _pool
    return list(pool.map(lambda read: read(), [tenant_guard.bind_scope(read) for read in reads]))


def _dump(events: Sequence[Event]) -> str:
    return json.dumps([[type(event).__name__, event.model_dump(mode="json")] for event in events])


def _key(pk: str, sk: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


# One client per container: PynamoDB would build one for every row class (57-157 ms each).
connection = Row._get_connection().connection  # noqa: SLF001  # there is no public way
connection.client.meta.events.register("provide-client-params.dynamodb", tenant_guard.guard_table)
_READING, _WITHIN = "reading", "within"
_pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix=_READING)
_within = ThreadPoolExecutor(max_workers=16, thread_name_prefix=_WITHIN)
