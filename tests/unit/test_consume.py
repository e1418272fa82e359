"""How a consumer dispatches one event, and which queued messages it reports as failed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from local_stack.in_process import CONTEXT
from sharewell.aws import tenant_guard
from sharewell.content.store import ItemRow
from sharewell.core.events import ItemDeleted, ItemPurged
from sharewell.core.ids import ItemId, OrganisationId, new_ulid
from sharewell.edge.consumer import Consumer, on_message

AT = datetime(2026, 11, 30, tzinfo=UTC)
EVENT = ItemDeleted(organisation=OrganisationId(new_ulid(AT)), at=AT, item=ItemId(new_ulid(AT)))


def delivery(event: ItemDeleted | ItemPurged) -> dict[str, Any]:
    """Returns an event as EventBridge delivers it."""
    return {"detail-type": type(event).__name__, "detail": event.model_dump(mode="json")}


def test_consumer_calls_reactions_of_its_event_only() -> None:
    called = []
    handler = Consumer()
    handler.on(ItemDeleted, ItemPurged)(lambda event: called.append(("both", event)))
    handler.on(ItemDeleted)(lambda event: called.append(("deleted", event)))
    handler.on(ItemPurged)(lambda event: called.append(("purged", event)))

    handler(delivery(EVENT), CONTEXT)

    assert called == [("both", EVENT), ("deleted", EVENT)]
    assert handler.events == {"ItemDeleted": ItemDeleted, "ItemPurged": ItemPurged}


def test_failed_reaction_blocks_no_other_and_all_are_retried() -> None:
    done: list[str] = []
    failures = [ValueError("first"), KeyError("second")]
    handler = Consumer()

    @handler.on(ItemDeleted)
    def fail_once(_: ItemDeleted) -> None:
        if failures:
            raise failures.pop(0)
        done.append("first")

    @handler.on(ItemDeleted)
    def fail_too(_: ItemDeleted) -> None:
        if failures:
            raise failures.pop(0)
        done.append("second")

    @handler.on(ItemDeleted)
    def succeed(_: ItemDeleted) -> None:
        done.append("third")

    with pytest.raises(ValueError, match="first"):
        handler(delivery(EVENT), CONTEXT)
    assert done == ["third"]

    handler(delivery(EVENT), CONTEXT)
    assert done == ["third", "first", "second", "third"]


def test_reaction_runs_in_the_scope_of_its_organisation() -> None:
    seen = []
    handler = Consumer()

    @handler.on(ItemDeleted)
    def look_elsewhere(event: ItemDeleted) -> None:
        tenant_guard.require_row_in_scope(*ItemRow.key(OrganisationId(new_ulid(AT)), event.item))

    @handler.on(ItemDeleted)
    def look(event: ItemDeleted) -> None:
        tenant_guard.require_row_in_scope(*ItemRow.key(event.organisation, event.item))
        seen.append(event)

    with pytest.raises(tenant_guard.CrossTenantAccessError):
        handler(delivery(EVENT), CONTEXT)
    assert seen == [EVENT]


def test_only_failed_messages_are_reported_for_retry() -> None:
    done: list[int] = []

    @on_message("Counted")
    def handler(message: dict[str, Any]) -> None:
        if message["number"] == 2:
            raise ValueError("not this one")
        done.append(message["number"])

    batch = [{"messageId": f"m{it}", "body": json.dumps({"number": it})} for it in (1, 2, 3)]

    assert handler({"Records": batch}, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert done == [1, 3]
