"""Notes and links, as the app sees them."""

from typing import Any

import pytest

from conftest import Crew, Someone

NOTE = {"kind": "note", "title": "Cobalt runs", "body": "Above **1240 °C** it runs."}
LINK = {"kind": "link", "title": "The ULID", "url": "https://example.org/ulid"}


def publish(by: Someone, **more: Any) -> Any:
    said = by.post("/api/items", NOTE | more)
    assert said.status == 201, said.body
    return said.body


def test_a_note_is_there_for_everyone_at_once(crew: Crew) -> None:
    item = publish(crew.ben)
    seen = crew.cleo.get(f"/api/items/{item['id']}")

    assert seen.body["body"] == NOTE["body"]
    assert (seen.body["author"]["name"], seen.body["may_edit"]) == ("Ben", False)
    assert seen.headers["etag"] == '"1"'


def test_a_link_says_where_it_goes(crew: Crew) -> None:
    assert crew.ben.post("/api/items", LINK).body["url"] == "https://example.org/ulid"


def test_two_who_edit_do_not_overwrite_each_other(crew: Crew) -> None:
    item = publish(crew.ben)
    first = crew.ben.patch(f"/api/items/{item['id']}", {"title": "First"}, item["version"])
    second = crew.ada.patch(f"/api/items/{item['id']}", {"title": "Second"}, item["version"])

    assert (first.status, second.status, second.body["code"]) == (200, 412, "stale")
    assert crew.cleo.get(f"/api/items/{item['id']}").body["title"] == "First"


def test_a_title_changes_in_every_list(crew: Crew) -> None:
    topics = [crew.ben.post("/api/channels", {"name": n}).body["id"] for n in ("One", "Two")]
    item = publish(crew.ben, channels=topics[:1])
    crew.ben.patch(f"/api/items/{item['id']}", {"title": "Renamed", "channels": topics[1:]})

    lists = [crew.cleo.get(f"/api/channels/{topic}/items").body["items"] for topic in topics]
    assert [[card["title"] for card in cards] for cards in lists] == [[], ["Renamed"]]
    [own] = crew.cleo.get(f"/api/people/{crew.ben.member}/items").body["items"]
    assert own["title"] == "Renamed"


def test_an_item_has_a_few_plain_tags_and_may_say_when_it_was_written(crew: Crew) -> None:
    item = publish(crew.ben, tags=["#Glaze", "glaze"], written_on="2019-04-02")
    path = f"/api/items/{item['id']}"
    assert (item["tags"], item["written_on"]) == (["glaze"], "2019-04-02")

    changed = crew.ben.patch(path, {"tags": ["Blue  notes", "red"]}).body
    assert changed["tags"] == crew.cleo.get(path).body["tags"] == ["blue notes", "red"]
    assert crew.ben.patch(path, {"title": "Other"}).body["tags"] == ["blue notes", "red"]
    for wrong in (["a"] * 11, ["x" * 41], ["#"], ["a\nb"]):
        said = crew.ben.patch(path, {"tags": wrong})
        assert (said.status, said.body["field"].split(".")[0]) == (422, "tags")


def test_a_deletion_can_be_undone(crew: Crew) -> None:
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


def test_what_was_opened_lately_comes_back_as_cards(crew: Crew) -> None:
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
def test_a_note_that_makes_no_sense_is_refused(
    crew: Crew, wrong: dict[str, object], field: str
) -> None:
    said = crew.ben.post("/api/items", NOTE | wrong)

    assert said.status in (404, 422)
    assert said.body["field"] == field


@pytest.mark.parametrize("raw", ["", "null", "[]", "{", '"x"', "\ud800", '{"kind": NaN}'])
def test_a_body_that_is_no_object_is_refused(crew: Crew, raw: str) -> None:
    said = crew.ben.stack.request("POST", "/api/items", as_=crew.ben.person, raw=raw)

    assert said.status == 422


@pytest.mark.parametrize("id", ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "..%2F..", "%00", "A" * 300])
def test_an_id_that_nobody_has_is_not_there(crew: Crew, id: str) -> None:
    assert crew.ben.get(f"/api/items/{id}").status == 404


def test_without_a_token_nobody_reads(crew: Crew) -> None:
    item = publish(crew.ben)

    assert crew.ben.stack.request("GET", f"/api/items/{item['id']}").status == 401


def test_another_organisation_sees_no_trace(crew: Crew) -> None:
    path = f"/api/items/{publish(crew.ben)['id']}"

    assert crew.eve.get(path).status == 404
    assert crew.eve.patch(path, {"title": "Mine"}).status == 404
    assert crew.eve.delete(path).status == 404
    assert crew.eve.post(f"{path}/restore").status == 404
    assert crew.eve.get("/api/items", id=[path[-26:]]).body["items"] == []
