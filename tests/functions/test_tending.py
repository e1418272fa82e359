"""Tending a channel: its words, its curators, what is pinned, where it goes."""

from typing import Any
from unittest.mock import patch

import pytest

from conftest import Crew, Someone
from functions.test_channels import channel, note, titles


def view(by: Someone, id: str) -> Any:
    return by.get(f"/api/channels/{id}").body


def merge(by: Someone, source: str, into: str) -> Any:
    said = by.post(f"/api/channels/{source}/merge", {"into": into})
    assert said.status == 200, said.body
    return said.body


def test_a_renamed_channel_is_found_by_its_old_name_until_another_takes_it(crew: Crew) -> None:
    glazing = channel(crew.ben, "Glazing")
    crew.ben.patch(f"/api/channels/{glazing}", {"name": "Glazes"})
    crew.ben.stack.settle()

    def named(name: str) -> Any:
        return crew.cleo.get("/api/channel-names", name=name)

    assert named("glazing").body["id"] == named("GLAZES").body["id"] == glazing
    found = crew.cleo.get("/api/search", q="glazing", kind="channel").body["hits"]
    assert [hit["channel"] for hit in found] == [glazing]
    other = channel(crew.cleo, "Glazing")
    assert named("Glazing").body["id"] == other
    assert named("Salt").status == 404
    assert crew.eve.get("/api/channel-names", name="Glazing").status == 404


def test_an_archived_channel_takes_nothing_new_and_is_read_on(crew: Crew) -> None:
    glazing = channel(crew.ben)
    old = note(crew.ben, "Cobalt", glazing)
    path = f"/api/channels/{glazing}"
    assert crew.ben.patch(path, {"archived": True}).body["archived_at"]

    body = {"kind": "note", "title": "Late", "channels": [glazing]}
    refused = crew.ben.post("/api/items", body)
    assert (refused.status, refused.body["field"]) == (404, "channels")
    assert titles(crew.cleo, f"{path}/items") == ["Cobalt"]
    assert crew.ben.patch(f"/api/items/{old}", {"title": "Blue"}).status == 200
    assert crew.ben.delete(f"/api/items/{old}").status == 204
    assert crew.ben.post(f"/api/items/{old}/restore").status == 200
    [line] = crew.cleo.get("/api/channels").body["items"]
    assert line["archived"]

    assert crew.ben.patch(path, {"archived": False}).body["archived_at"] is None
    assert crew.ben.post("/api/items", body).status == 201


def test_a_curator_tends_a_channel_until_they_are_not_named_any_more(crew: Crew) -> None:
    glazing = channel(crew.ben)
    path = f"/api/channels/{glazing}"
    assert crew.cleo.patch(path, {"about": "Mine"}).status == 403
    assert crew.cleo.put(f"{path}/curators", {"members": [crew.cleo.member]}).status == 403

    named = crew.ben.put(f"{path}/curators", {"members": [crew.cleo.member]}).body
    assert [it["name"] for it in named["curators"]] == ["Cleo"]
    assert view(crew.cleo, glazing)["may_edit"]
    assert crew.cleo.patch(path, {"about": "Ours"}).status == 200
    nobody = crew.cleo.put(f"{path}/curators", {"members": [crew.eve.member]})
    assert (nobody.status, nobody.body["field"]) == (422, "members.0")

    assert crew.ben.put(f"{path}/curators", {"members": []}).status == 200
    assert crew.cleo.patch(path, {"about": "Mine"}).status == 403
    assert crew.ben.patch(path, {"about": "Who opened it may"}).status == 200


def test_a_curator_is_shown_by_the_name_they_have(crew: Crew) -> None:
    glazing = channel(crew.ben)
    named = [crew.ben.member, crew.cleo.member]
    crew.ben.put(f"/api/channels/{glazing}/curators", {"members": named})
    crew.ben.put(f"/api/channels/{channel(crew.ben, 'Ash')}/curators", {"members": named[:1]})
    crew.cleo.put("/api/me/profile", {"name": "Cleo Sand"})
    crew.cleo.stack.settle()

    assert [it["name"] for it in view(crew.ada, glazing)["curators"]] == ["Ben", "Cleo Sand"]


def test_how_items_of_a_channel_are_discussed_is_said_by_the_channel(crew: Crew) -> None:
    glazing = channel(crew.ben)
    assert view(crew.cleo, glazing)["discussion"] == "open"
    crew.ben.patch(f"/api/channels/{glazing}", {"discussion": "questions-only"})
    assert view(crew.cleo, glazing)["discussion"] == "questions-only"


def test_what_is_pinned_stands_in_its_order_and_everybody_sees_it(crew: Crew) -> None:
    glazing, firing = channel(crew.ben), channel(crew.ben, "Firing")
    first, second = (note(crew.ben, it, glazing) for it in ("First", "Second"))
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team"}).body["id"]
    quiet = note(crew.ben, "Quiet", glazing, groups=[kiln])
    elsewhere = note(crew.ben, "Elsewhere", firing)
    path = f"/api/channels/{glazing}/pinned"

    assert crew.ben.put(path, {"items": [second, first]}).body["pinned"] == [second, first]
    assert view(crew.cleo, glazing)["pinned"] == [second, first]
    assert crew.cleo.put(path, {"items": []}).status == 403
    for wrong in (quiet, elsewhere):
        said = crew.ben.put(path, {"items": [first, wrong]})
        assert (said.status, said.body["field"]) == (422, "items.1")
    said = crew.ada.put(path, {"items": [quiet]})
    assert (said.status, said.body["field"]) == (422, "items.0")

    crew.ben.delete(f"/api/items/{first}")
    assert crew.ben.put(path, {"items": [first, second]}).body["pinned"] == [second]


def test_two_curators_do_not_undo_each_others_pins(crew: Crew) -> None:
    glazing = channel(crew.ben)
    first = note(crew.ben, "First", glazing)
    path = f"/api/channels/{glazing}/pinned"
    version = view(crew.ben, glazing)["version"]
    seen = {"if-match": f'"{version}"'}

    assert crew.ada.put(path, {"items": [first]}, **seen).status == 200
    assert crew.ben.put(path, {"items": []}, **seen).status == 412


def test_a_merged_channel_is_found_in_the_other_with_all_that_was_in_it(crew: Crew) -> None:
    kilns, firing = channel(crew.ben, "Kilns"), channel(crew.ben, "Firing")
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team"}).body["id"]
    for number in range(5):
        note(crew.ben, f"Note {number}", kilns)
    note(crew.ben, "In both", kilns, firing)
    note(crew.ben, "Quiet", kilns, groups=[kiln])
    gone = note(crew.ben, "Gone", kilns)
    crew.ben.delete(f"/api/items/{gone}")
    crew.cleo.put(f"/api/channels/{kilns}/follow")
    crew.ada.put(f"/api/channels/{kilns}/follow")
    crew.ada.put(f"/api/channels/{firing}/follow")

    with patch("sharewell.content.moving.ITEMS", 2):
        merge(crew.ben, kilns, firing)
        late = note(crew.cleo, "Late", kilns)
        crew.ben.stack.settle()

    seen = view(crew.cleo, kilns)
    assert (seen["into"], seen["moving"], seen["moved"], seen["followers"]) == (firing, False, 6, 0)
    assert crew.cleo.get(f"/api/items/{late}").body["channels"] == [firing]
    expected = ["Late", "In both", *(f"Note {it}" for it in reversed(range(5)))]
    assert titles(crew.cleo, f"/api/channels/{firing}/items") == expected
    assert titles(crew.cleo, f"/api/channels/{kilns}/items") == []
    assert "Quiet" in titles(crew.ben, f"/api/channels/{firing}/items")
    assert titles(crew.cleo, "/api/feed") == expected
    assert view(crew.cleo, firing)["followers"] == 3
    assert crew.ben.post(f"/api/items/{gone}/restore").body["channels"] == [firing]

    assert [it["name"] for it in crew.cleo.get("/api/channels").body["items"]] == ["Firing"]
    assert crew.cleo.get("/api/channel-names", name="kilns").body["id"] == firing
    hits = crew.cleo.get("/api/search", q="kilns", kind="channel").body["hits"]
    assert [hit["channel"] for hit in hits] == [firing]
    assert crew.cleo.put(f"/api/channels/{kilns}/follow").status == 404
    assert crew.ben.patch(f"/api/channels/{kilns}", {"name": "Ovens"}).status == 409
    assert channel(crew.cleo, "Kilns")


def test_a_merge_is_looked_at_by_search_once_however_many_items_move(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[tuple[str, str, str]] = []
    monkeypatch.setattr("sharewell.bus.look_again", queued.extend)
    monkeypatch.setattr("sharewell.content.moving.ITEMS", 1)
    kilns, firing = channel(crew.ben, "Kilns"), channel(crew.ben, "Firing")
    for number in range(3):
        note(crew.ben, f"Note {number}", kilns)
    crew.ben.stack.settle()
    queued.clear()
    merge(crew.ben, kilns, firing)
    crew.ben.stack.settle()

    assert view(crew.ben, kilns)["moved"] == 3
    assert [ref for _, _, ref in queued].count(f"channel:{kilns}") == 1


def test_channels_that_go_one_into_the_other_end_in_the_last(crew: Crew) -> None:
    one, two, three = (channel(crew.ben, it) for it in ("One", "Two", "Three"))
    note(crew.ben, "First", one)
    merge(crew.ben, one, two)
    merge(crew.ben, two, three)
    last = note(crew.ben, "Last", one, two)
    crew.ben.stack.settle()

    assert titles(crew.cleo, f"/api/channels/{three}/items") == ["Last", "First"]
    assert crew.cleo.get(f"/api/items/{last}").body["channels"] == [three]
    assert not view(crew.ben, one)["moving"]


def test_only_who_tends_both_channels_merges_them(crew: Crew) -> None:
    bens, cleos = channel(crew.ben, "Bens"), channel(crew.cleo, "Cleos")
    path = f"/api/channels/{bens}/merge"

    assert crew.ben.post(path, {"into": cleos}).status == 403
    assert crew.cleo.post(path, {"into": cleos}).status == 403
    assert crew.ada.post(path, {"into": bens}).status == 422
    crew.cleo.patch(f"/api/channels/{cleos}", {"archived": True})
    assert crew.ada.post(path, {"into": cleos}).status == 409
    assert crew.eve.post(path, {"into": cleos}).status == 404
    crew.ada.patch(f"/api/channels/{cleos}", {"archived": False})
    merged = merge(crew.ada, bens, cleos)
    assert merge(crew.ada, bens, cleos)["version"] == merged["version"]
    assert crew.ada.post(f"/api/channels/{cleos}/merge", {"into": bens}).status == 409


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("curators", {"members": ["x"]}, "members.0"),
        ("pinned", {"items": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"] * 11}, "items"),
        ("pinned", {"items": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}, "items.0"),
    ],
)
def test_what_makes_no_sense_is_named(
    crew: Crew, path: str, body: dict[str, object], field: str
) -> None:
    said = crew.ben.put(f"/api/channels/{channel(crew.ben)}/{path}", body)

    assert (said.status, said.body["field"]) == (422, field)
