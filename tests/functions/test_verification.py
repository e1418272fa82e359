"""Verification of items: verifiers, intervals and what is due."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from conftest import Crew, Someone
from sharewell.content.verification.service import verification_service
from sharewell.core.clock import now
from sharewell.search.service import search

NOTE = {"kind": "note", "title": "Cobalt runs", "body": "Above 1240 °C it runs."}


def publish(by: Someone, **more: Any) -> str:
    reply = by.post("/api/items", NOTE | more)
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def assign_verifier(by: Someone, item: str, verifier: str, interval: int = 90) -> Any:
    body = {"verifier": verifier, "interval": interval}
    reply = by.put(f"/api/items/{item}/verification", body)
    assert reply.status == 200, reply.body
    by.stack.settle()
    return reply.body["verification"]


def due(who: Someone) -> list[str]:
    return [card["id"] for card in who.get("/api/verifications").body["items"]]


def deactivate(crew: Crew, who: Someone) -> None:
    assert crew.ada.patch(f"/api/members/{who.member}", {"active": False}).status == 200
    crew.ada.stack.settle()


def days_later(days: int) -> Any:
    """Moves the clock of the verification service forward."""
    at = now() + timedelta(days=days)
    return patch.object(type(verification_service), "now", lambda _: at)


def test_assigned_item_is_due_for_its_verifier(crew: Crew) -> None:
    item = publish(crew.ben)
    verification = assign_verifier(crew.ben, item, crew.cleo.member)

    assert [it["name"] for it in verification["verifiers"]] == ["Cleo"]
    assert verification["verified_at"] is None
    assert due(crew.cleo) == [item]
    assert due(crew.ben) == due(crew.ada) == []


def test_verifier_is_notified_once(crew: Crew) -> None:
    channel = crew.ben.post("/api/channels", {"name": "Glazing"}).body["id"]
    item = publish(crew.ada, channels=[channel])

    def notifications_of(who: Someone) -> list[tuple[str, str | None]]:
        notices = who.get("/api/notifications").body["items"]
        return [(it["kind"], it["by"] and it["by"]["name"]) for it in notices]

    assign_verifier(crew.ada, item, crew.cleo.member)
    assign_verifier(crew.ada, item, crew.cleo.member, interval=30)
    assert notifications_of(crew.cleo) == [("verify", "Ada")]
    deactivate(crew, crew.cleo)
    assert notifications_of(crew.ben) == [("verify", None)]
    assign_verifier(crew.ada, item, crew.ada.member)
    assert notifications_of(crew.ada) == []


def test_verification_lasts_for_its_interval(crew: Crew) -> None:
    item = publish(crew.ben)
    assign_verifier(crew.ben, item, crew.cleo.member, interval=30)
    reply = crew.cleo.post(f"/api/items/{item}/verify")
    crew.cleo.stack.settle()

    verification = reply.body["verification"]
    assert reply.status == 200
    assert verification["verified_by"]["name"] == "Cleo"
    until = datetime.fromisoformat(verification["review_by"]) - datetime.now(UTC)
    assert timedelta(days=29) < until < timedelta(days=31)
    assert due(crew.cleo) == []
    with days_later(20):
        assert due(crew.cleo) == [item]


def test_edit_leaves_the_verification_unchanged(crew: Crew) -> None:
    item = publish(crew.ben)
    before = assign_verifier(crew.ben, item, crew.cleo.member)
    changed = crew.ben.patch(f"/api/items/{item}", {"body": "At 1260 °C."}).body
    read = crew.cleo.get(f"/api/items/{item}").body

    assert changed["verification"] == read["verification"] == before
    stale = crew.cleo.post(f"/api/items/{item}/verify", **{"if-match": '"1"'})
    assert (stale.status, stale.body["code"]) == (412, "version_conflict")


def test_verification_appears_in_lists(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "One"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    assign_verifier(crew.ben, item, crew.cleo.member)
    [before] = crew.ada.get(f"/api/channels/{topic}/items").body["items"]
    crew.cleo.post(f"/api/items/{item}/verify")
    [after] = crew.ada.get(f"/api/channels/{topic}/items").body["items"]

    assert (before["verified"], after["verified"]) == (False, True)
    assert before["review_by"] < after["review_by"]


def test_verified_items_of_a_channel_respect_access(crew: Crew) -> None:
    from sharewell.identity.service import identity

    topic = crew.ben.post("/api/channels", {"name": "One"}).body["id"]
    group = crew.ben.post("/api/groups", {"name": "Board", "members": []}).body["id"]
    shown = publish(crew.ben, channels=[topic])
    quiet = publish(crew.ben, channels=[topic], groups=[group])
    unverified = publish(crew.ben, channels=[topic])
    for item in (shown, quiet, unverified):
        assign_verifier(crew.ben, item, crew.ben.member)
    for item in (shown, quiet):
        crew.ben.post(f"/api/items/{item}/verify")
    crew.ben.stack.settle()

    def verified(who: Someone) -> set[str]:
        person = identity.resolve_caller(_person(who))
        return {card.id for card in verification_service.list_verified(topic, 5, by=person)}

    assert verified(crew.ben) == {shown, quiet}
    assert verified(crew.cleo) == {shown}
    with days_later(120):
        assert verified(crew.ben) == set()


def _person(who: Someone) -> Any:
    from sharewell.core.caller import Person

    return Person.model_validate({"id": who.person, "signed_in_at": datetime.now(UTC)})


def test_departed_verifier_is_replaced_by_channel_curator(crew: Crew) -> None:
    topic = crew.ada.post("/api/channels", {"name": "One"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    assign_verifier(crew.ben, item, crew.cleo.member)
    deactivate(crew, crew.cleo)

    verification = crew.ben.get(f"/api/items/{item}").body["verification"]
    assert [it["name"] for it in verification["verifiers"]] == ["Ada"]
    assert due(crew.ada) == [item]


def test_departed_verifier_without_channel_is_replaced_by_author(crew: Crew) -> None:
    item = publish(crew.ben)
    assign_verifier(crew.ben, item, crew.cleo.member)
    deactivate(crew, crew.cleo)

    assert due(crew.ben) == [item]


def test_restored_item_is_due_again(crew: Crew) -> None:
    item = publish(crew.ben)
    assign_verifier(crew.ben, item, crew.cleo.member)
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    assert due(crew.cleo) == []

    crew.ben.post(f"/api/items/{item}/restore")
    crew.ben.stack.settle()
    assert due(crew.cleo) == [item]


def test_verification_is_removable(crew: Crew) -> None:
    item = publish(crew.ben)
    assign_verifier(crew.ben, item, crew.cleo.member)
    assert crew.ben.delete(f"/api/items/{item}/verification").status == 204
    crew.ben.stack.settle()

    assert due(crew.cleo) == []
    assert crew.ben.get(f"/api/items/{item}").body["verification"] is None
    assert crew.ben.post(f"/api/items/{item}/verify").status == 409


def test_stale_item_ranks_lower_and_is_marked(crew: Crew) -> None:
    first = publish(crew.ben, title="Cobalt one", body="cobalt")
    assign_verifier(crew.ben, first, crew.ben.member, interval=7)
    second = publish(crew.ben, title="Cobalt two", body="cobalt")
    crew.ben.stack.settle()

    def ranking(days: int) -> list[tuple[str, bool]]:
        at = now() + timedelta(days=days)
        with patch.object(search.store, "_now", lambda: at):
            hits = crew.cleo.get("/api/search", q="cobalt").body["hits"]
        return [(hit["item"], hit["stale"]) for hit in hits]

    assert set(ranking(0)) == {(first, False), (second, False)}
    assert ranking(20) == [(second, False), (first, True)]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"interval": 6}, 422, "interval"),
        ({"interval": 731}, 422, "interval"),
        ({"verifier": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, 404, "verifier"),
        ({"verifier": "x"}, 422, "verifier"),
    ],
)
def test_invalid_verifier_is_rejected_with_its_field(
    crew: Crew, body: dict[str, Any], status: int, field: str
) -> None:
    item = publish(crew.ben)
    whole = {"verifier": crew.cleo.member, "interval": 90} | body
    reply = crew.ben.put(f"/api/items/{item}/verification", whole)

    assert (reply.status, reply.body["field"]) == (status, field)


def test_verifier_is_chosen_by_editors_and_verifies_alone(crew: Crew) -> None:
    item = publish(crew.ben)
    path = f"/api/items/{item}/verification"
    whole = {"verifier": crew.cleo.member, "interval": 90}
    assert crew.cleo.put(path, whole).status == 403
    assign_verifier(crew.ben, item, crew.ada.member)

    assert crew.cleo.post(f"/api/items/{item}/verify").status == 403
    assert crew.cleo.delete(path).status == 403
    assert crew.ada.post(f"/api/items/{item}/verify").status == 200


def test_verifier_must_see_the_item(crew: Crew) -> None:
    group = crew.ben.post("/api/groups", {"name": "Board", "members": []}).body["id"]
    item = publish(crew.ben, groups=[group])
    path = f"/api/items/{item}/verification"
    reply = crew.ben.put(path, {"verifier": crew.cleo.member, "interval": 90})

    assert (reply.status, reply.body["field"]) == (422, "verifier")


def test_due_item_is_hidden_from_former_group_member(crew: Crew) -> None:
    body = {"name": "Board", "members": [crew.cleo.member]}
    group = crew.ben.post("/api/groups", body).body["id"]
    item = publish(crew.ben, groups=[group])
    assign_verifier(crew.ben, item, crew.cleo.member)
    assert due(crew.cleo) == [item]
    crew.ben.delete(f"/api/groups/{group}/members/{crew.cleo.member}")

    assert due(crew.cleo) == []
