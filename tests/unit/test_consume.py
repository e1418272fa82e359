"""What a consumer does with one event, and what a function of queued messages reports of them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from local.stack import CONTEXT
from sharewell import tenant_guard
from sharewell.consume import Consumer, queued
from sharewell.events import ItemDeleted, ItemPurged
from sharewell.ids import ItemId, OrganisationId, new_ulid

AT = datetime(2026, 11, 30, tzinfo=UTC)
EVENT = ItemDeleted(organisation=OrganisationId(new_ulid(AT)), at=AT, item=ItemId(new_ulid(AT)))


def delivery(event: ItemDeleted | ItemPurged) -> dict[str, Any]:
    """What EventBridge hands over."""
    return {"detail-type": type(event).__name__, "detail": event.model_dump(mode="json")}


def test_consumer_calls_every_reaction_of_an_event_and_no_other() -> None:
    called = []
    handler = Consumer()
    handler.on(ItemDeleted, ItemPurged)(lambda event: called.append(("both", event)))
    handler.on(ItemDeleted)(lambda event: called.append(("deleted", event)))
    handler.on(ItemPurged)(lambda event: called.append(("purged", event)))

    handler(delivery(EVENT), CONTEXT)

    assert called == [("both", EVENT), ("deleted", EVENT)]
    assert handler.events == {"ItemDeleted": ItemDeleted, "ItemPurged": ItemPurged}


def test_reaction_that_fails_blocks_no_other_and_all_are_retried() -> None:
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


def test_each_reaction_works_in_the_organisation_of_its_event_alone() -> None:
    seen = []
    handler = Consumer()

    @handler.on(ItemDeleted)
    def look_elsewhere(event: ItemDeleted) -> None:
        tenant_guard.require_row_in_scope(f"ITEM#{new_ulid(AT)}#{event.item}", "ITEM")

    @handler.on(ItemDeleted)
    def look(event: ItemDeleted) -> None:
        tenant_guard.require_row_in_scope(f"ITEM#{event.organisation}#{event.item}", "ITEM")
        seen.append(event)

    with pytest.raises(tenant_guard.CrossTenantAccessError):
        handler(delivery(EVENT), CONTEXT)
    assert seen == [EVENT]


def test_of_several_messages_only_those_that_failed_come_again() -> None:
    done: list[int] = []

    @queued("Counted")
    def handler(message: dict[str, Any]) -> None:
        if message["number"] == 2:
            raise ValueError("not this one")
        done.append(message["number"])

    batch = [{"messageId": f"m{it}", "body": json.dumps({"number": it})} for it in (1, 2, 3)]

    assert handler({"Records": batch}, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert done == [1, 3]
