"""Keeping items true, as the app sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from conftest import Crew, Someone
from sharewell.clock import now
from sharewell.content.verification.service import upkeep
from sharewell.search.service import search

NOTE = {"kind": "note", "title": "Cobalt runs", "body": "Above 1240 °C it runs."}


def publish(by: Someone, **more: Any) -> str:
    said = by.post("/api/items", NOTE | more)
    assert said.status == 201, said.body
    return str(said.body["id"])


def ask(by: Someone, item: str, verifier: str, interval: int = 90) -> Any:
    body = {"verifier": verifier, "interval": interval}
    said = by.put(f"/api/items/{item}/verification", body)
    assert said.status == 200, said.body
    by.stack.settle()
    return said.body["verification"]


def due(who: Someone) -> list[str]:
    return [card["id"] for card in who.get("/api/verifications").body["items"]]


def leaves(crew: Crew, who: Someone) -> None:
    assert crew.ada.patch(f"/api/members/{who.member}", {"active": False}).status == 200
    crew.ada.stack.settle()


def later(days: int) -> Any:
    """The services' clock, put forward."""
    at = now() + timedelta(days=days)
    return patch.object(type(upkeep), "now", lambda _: at)


def test_who_is_to_verify_an_item_finds_it_among_what_is_due(crew: Crew) -> None:
    item = publish(crew.ben)
    verification = ask(crew.ben, item, crew.cleo.member)

    assert [it["name"] for it in verification["verifiers"]] == ["Cleo"]
    assert verification["verified_at"] is None
    assert due(crew.cleo) == [item]
    assert due(crew.ben) == due(crew.ada) == []


def test_whoever_is_to_verify_an_item_hears_of_it(crew: Crew) -> None:
    channel = crew.ben.post("/api/channels", {"name": "Glazing"}).body["id"]
    item = publish(crew.ada, channels=[channel])

    def told(who: Someone) -> list[tuple[str, str | None]]:
        notices = who.get("/api/notices").body["items"]
        return [(it["kind"], it["by"] and it["by"]["name"]) for it in notices]

    ask(crew.ada, item, crew.cleo.member)
    ask(crew.ada, item, crew.cleo.member, interval=30)
    assert told(crew.cleo) == [("verify", "Ada")]
    leaves(crew, crew.cleo)
    assert told(crew.ben) == [("verify", None)]
    ask(crew.ada, item, crew.ada.member)
    assert told(crew.ada) == []


def test_one_click_verifies_until_the_interval_is_over(crew: Crew) -> None:
    item = publish(crew.ben)
    ask(crew.ben, item, crew.cleo.member, interval=30)
    said = crew.cleo.post(f"/api/items/{item}/verify")
    crew.cleo.stack.settle()

    its = said.body["verification"]
    assert said.status == 200
    assert its["verified_by"]["name"] == "Cleo"
    until = datetime.fromisoformat(its["review_by"]) - datetime.now(UTC)
    assert timedelta(days=29) < until < timedelta(days=31)
    assert due(crew.cleo) == []
    with later(20):
        assert due(crew.cleo) == [item]


def test_other_words_do_not_verify_an_item(crew: Crew) -> None:
    item = publish(crew.ben)
    before = ask(crew.ben, item, crew.cleo.member)
    changed = crew.ben.patch(f"/api/items/{item}", {"body": "At 1260 °C."}).body
    read = crew.cleo.get(f"/api/items/{item}").body

    assert changed["verification"] == read["verification"] == before
    stale = crew.cleo.post(f"/api/items/{item}/verify", **{"if-match": '"1"'})
    assert (stale.status, stale.body["code"]) == (412, "stale")


def test_an_item_says_in_lists_until_when_it_is_verified(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "One"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    ask(crew.ben, item, crew.cleo.member)
    [before] = crew.ada.get(f"/api/channels/{topic}/items").body["items"]
    crew.cleo.post(f"/api/items/{item}/verify")
    [after] = crew.ada.get(f"/api/channels/{topic}/items").body["items"]

    assert (before["verified"], after["verified"]) == (False, True)
    assert before["review_by"] < after["review_by"]


def test_what_is_verified_in_a_channel_is_listed_for_those_who_see_it(crew: Crew) -> None:
    from sharewell.identity.service import identity

    topic = crew.ben.post("/api/channels", {"name": "One"}).body["id"]
    group = crew.ben.post("/api/groups", {"name": "Board", "members": []}).body["id"]
    shown = publish(crew.ben, channels=[topic])
    quiet = publish(crew.ben, channels=[topic], groups=[group])
    unverified = publish(crew.ben, channels=[topic])
    for item in (shown, quiet, unverified):
        ask(crew.ben, item, crew.ben.member)
    for item in (shown, quiet):
        crew.ben.post(f"/api/items/{item}/verify")
    crew.ben.stack.settle()

    def verified(who: Someone) -> set[str]:
        person = identity.caller(_person(who))
        return {card.id for card in upkeep.verified(topic, 5, by=person)}

    assert verified(crew.ben) == {shown, quiet}
    assert verified(crew.cleo) == {shown}
    with later(120):
        assert verified(crew.ben) == set()


def _person(who: Someone) -> Any:
    from sharewell.caller import Person

    return Person.model_validate({"id": who.person, "signed_in_at": datetime.now(UTC)})


def test_a_verifier_who_leaves_is_replaced_by_who_tends_the_channel(crew: Crew) -> None:
    topic = crew.ada.post("/api/channels", {"name": "One"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    ask(crew.ben, item, crew.cleo.member)
    leaves(crew, crew.cleo)

    its = crew.ben.get(f"/api/items/{item}").body["verification"]
    assert [it["name"] for it in its["verifiers"]] == ["Ada"]
    assert due(crew.ada) == [item]


def test_without_a_channel_its_author_verifies_in_place_of_who_left(crew: Crew) -> None:
    item = publish(crew.ben)
    ask(crew.ben, item, crew.cleo.member)
    leaves(crew, crew.cleo)

    assert due(crew.ben) == [item]


def test_what_comes_back_from_its_deletion_is_due_again(crew: Crew) -> None:
    item = publish(crew.ben)
    ask(crew.ben, item, crew.cleo.member)
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    assert due(crew.cleo) == []

    crew.ben.post(f"/api/items/{item}/restore")
    crew.ben.stack.settle()
    assert due(crew.cleo) == [item]


def test_nobody_need_verify_an_item(crew: Crew) -> None:
    item = publish(crew.ben)
    ask(crew.ben, item, crew.cleo.member)
    assert crew.ben.delete(f"/api/items/{item}/verification").status == 204
    crew.ben.stack.settle()

    assert due(crew.cleo) == []
    assert crew.ben.get(f"/api/items/{item}").body["verification"] is None
    assert crew.ben.post(f"/api/items/{item}/verify").status == 409


def test_what_is_stale_is_found_lower_and_says_so(crew: Crew) -> None:
    first = publish(crew.ben, title="Cobalt one", body="cobalt")
    ask(crew.ben, first, crew.ben.member, interval=7)
    second = publish(crew.ben, title="Cobalt two", body="cobalt")
    crew.ben.stack.settle()

    def found(days: int) -> list[tuple[str, bool]]:
        at = now() + timedelta(days=days)
        with patch.object(search.store, "_now", lambda: at):
            hits = crew.cleo.get("/api/search", q="cobalt").body["hits"]
        return [(hit["item"], hit["stale"]) for hit in hits]

    assert set(found(0)) == {(first, False), (second, False)}
    assert found(20) == [(second, False), (first, True)]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"interval": 6}, 422, "interval"),
        ({"interval": 731}, 422, "interval"),
        ({"verifier": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, 404, "verifier"),
        ({"verifier": "x"}, 422, "verifier"),
    ],
)
def test_a_verifier_who_makes_no_sense_is_refused(
    crew: Crew, body: dict[str, Any], status: int, field: str
) -> None:
    item = publish(crew.ben)
    whole = {"verifier": crew.cleo.member, "interval": 90} | body
    said = crew.ben.put(f"/api/items/{item}/verification", whole)

    assert (said.status, said.body["field"]) == (status, field)


def test_only_editors_choose_and_only_verifiers_and_curators_verify(crew: Crew) -> None:
    item = publish(crew.ben)
    path = f"/api/items/{item}/verification"
    whole = {"verifier": crew.cleo.member, "interval": 90}
    assert crew.cleo.put(path, whole).status == 403
    ask(crew.ben, item, crew.ada.member)

    assert crew.cleo.post(f"/api/items/{item}/verify").status == 403
    assert crew.cleo.delete(path).status == 403
    assert crew.ada.post(f"/api/items/{item}/verify").status == 200


def test_who_does_not_see_an_item_cannot_be_asked_to_verify_it(crew: Crew) -> None:
    group = crew.ben.post("/api/groups", {"name": "Board", "members": []}).body["id"]
    item = publish(crew.ben, groups=[group])
    path = f"/api/items/{item}/verification"
    said = crew.ben.put(path, {"verifier": crew.cleo.member, "interval": 90})

    assert (said.status, said.body["field"]) == (422, "verifier")


def test_what_was_for_a_group_is_not_shown_to_who_left_it(crew: Crew) -> None:
    body = {"name": "Board", "members": [crew.cleo.member]}
    group = crew.ben.post("/api/groups", body).body["id"]
    item = publish(crew.ben, groups=[group])
    ask(crew.ben, item, crew.cleo.member)
    assert due(crew.cleo) == [item]
    crew.ben.delete(f"/api/groups/{group}/members/{crew.cleo.member}")

    assert due(crew.cleo) == []
