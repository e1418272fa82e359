"""Notes and links: publishing, editing, deleting and access."""

from typing import Any

import pytest

from conftest import Crew, Someone

NOTE = {"kind": "note", "title": "Cobalt runs", "body": "Above **1240 °C** it runs."}
LINK = {"kind": "link", "title": "The ULID", "url": "https://example.org/ulid"}


def publish(by: Someone, **more: Any) -> Any:
    reply = by.post("/api/items", NOTE | more)
    assert reply.status == 201, reply.body
    return reply.body


def test_published_note_is_readable_by_others(crew: Crew) -> None:
    item = publish(crew.ben)
    seen = crew.cleo.get(f"/api/items/{item['id']}")

    assert seen.body["body"] == NOTE["body"]
    assert (seen.body["author"]["name"], seen.body["may_edit"]) == ("Ben", False)
    assert seen.headers["etag"] == '"1"'


def test_published_link_returns_its_url(crew: Crew) -> None:
    assert crew.ben.post("/api/items", LINK).body["url"] == "https://example.org/ulid"


def test_item_edit_with_stale_version_is_rejected(crew: Crew) -> None:
    item = publish(crew.ben)
    first = crew.ben.patch(f"/api/items/{item['id']}", {"title": "First"}, item["version"])
    second = crew.ada.patch(f"/api/items/{item['id']}", {"title": "Second"}, item["version"])

    assert (first.status, second.status, second.body["code"]) == (200, 412, "version_conflict")
    assert crew.cleo.get(f"/api/items/{item['id']}").body["title"] == "First"


def test_title_change_updates_every_list(crew: Crew) -> None:
    topics = [crew.ben.post("/api/channels", {"name": n}).body["id"] for n in ("One", "Two")]
    item = publish(crew.ben, channels=topics[:1])
    crew.ben.patch(f"/api/items/{item['id']}", {"title": "Renamed", "channels": topics[1:]})

    lists = [crew.cleo.get(f"/api/channels/{topic}/items").body["items"] for topic in topics]
    assert [[card["title"] for card in cards] for cards in lists] == [[], ["Renamed"]]
    [own] = crew.cleo.get(f"/api/people/{crew.ben.member}/items").body["items"]
    assert own["title"] == "Renamed"


def test_item_tags_are_normalised_and_limited(crew: Crew) -> None:
    item = publish(crew.ben, tags=["#Glaze", "glaze"], written_on="2019-04-02")
    path = f"/api/items/{item['id']}"
    assert (item["tags"], item["written_on"]) == (["glaze"], "2019-04-02")

    changed = crew.ben.patch(path, {"tags": ["Blue  notes", "red"]}).body
    assert changed["tags"] == crew.cleo.get(path).body["tags"] == ["blue notes", "red"]
    assert crew.ben.patch(path, {"title": "Other"}).body["tags"] == ["blue notes", "red"]
    for wrong in (["a"] * 11, ["x" * 41], ["#"], ["a\nb"]):
        reply = crew.ben.patch(path, {"tags": wrong})
        assert (reply.status, reply.body["field"].split(".")[0]) == (422, "tags")


def test_deleted_item_is_hidden_and_restorable(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "One"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    path = f"/api/items/{item['id']}"

    assert crew.ben.delete(path).status == 204
    assert crew.ben.get(path).status == crew.cleo.get(path).status == 404
    assert crew.cleo.get(f"/api/channels/{topic}/items").body["items"] == []

    assert crew.cleo.post(f"{path}/restore").status == 403
    assert crew.ben.post(f"{path}/restore").status == 200
    assert crew.cleo.get(path).status == 200
    assert len(crew.cleo.get(f"/api/channels/{topic}/items").body["items"]) == 1
    assert crew.ben.post(f"{path}/restore").status == 409


def test_items_by_id_returns_existing_cards_in_order(crew: Crew) -> None:
    first, second = publish(crew.ben), publish(crew.ben)
    gone = publish(crew.ben)
    crew.ben.delete(f"/api/items/{gone['id']}")

    ids = [second["id"], gone["id"], first["id"]]
    shown = crew.cleo.get("/api/items", id=ids).body["items"]
    assert [card["id"] for card in shown] == [second["id"], first["id"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"body": "x" * 100_001}, "body"),
        ({"kind": "opera"}, "kind"),
        ({"author": "me"}, "author"),
        ({"organisation": "theirs"}, "organisation"),
        ({"channels": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}, "channels"),
        ({"groups": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}, "groups"),
        ({"channels": "x"}, "channels"),
    ],
)
def test_invalid_item_names_the_field(crew: Crew, wrong: dict[str, object], field: str) -> None:
    reply = crew.ben.post("/api/items", NOTE | wrong)

    assert reply.status in (404, 422)
    assert reply.body["field"] == field


@pytest.mark.parametrize("raw", ["", "null", "[]", "{", '"x"', "\ud800", '{"kind": NaN}'])
def test_body_that_is_no_json_object_is_rejected(crew: Crew, raw: str) -> None:
    reply = crew.ben.stack.request("POST", "/api/items", as_=crew.ben.person, raw=raw)

    assert reply.status == 422


@pytest.mark.parametrize("id", ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "..%2F..", "%00", "A" * 300])
def test_unknown_item_id_is_not_found(crew: Crew, id: str) -> None:
    assert crew.ben.get(f"/api/items/{id}").status == 404


def test_item_requires_a_token(crew: Crew) -> None:
    item = publish(crew.ben)

    assert crew.ben.stack.request("GET", f"/api/items/{item['id']}").status == 401


def test_item_is_hidden_from_other_organisations(crew: Crew) -> None:
    path = f"/api/items/{publish(crew.ben)['id']}"

    assert crew.eve.get(path).status == 404
    assert crew.eve.patch(path, {"title": "Mine"}).status == 404
    assert crew.eve.delete(path).status == 404
    assert crew.eve.post(f"{path}/restore").status == 404
    assert crew.eve.get("/api/items", id=[path[-26:]]).body["items"] == []
