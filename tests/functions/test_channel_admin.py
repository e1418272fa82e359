"""Managing channels: names, curators, pinned items, archiving and merging."""

from typing import Any
from unittest.mock import patch

import pytest

from conftest import Crew, Someone
from functions.test_channels import channel, note, titles


def view(by: Someone, id: str) -> Any:
    return by.get(f"/api/channels/{id}").body


def merge(by: Someone, source: str, into: str) -> Any:
    reply = by.post(f"/api/channels/{source}/merge", {"into": into})
    assert reply.status == 200, reply.body
    return reply.body


def test_former_channel_name_resolves_until_reused(crew: Crew) -> None:
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


def test_archived_channel_rejects_new_items_and_stays_readable(crew: Crew) -> None:
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


def test_curator_manages_a_channel_until_removed(crew: Crew) -> None:
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


def test_curator_is_shown_by_current_name(crew: Crew) -> None:
    glazing = channel(crew.ben)
    named = [crew.ben.member, crew.cleo.member]
    crew.ben.put(f"/api/channels/{glazing}/curators", {"members": named})
    crew.ben.put(f"/api/channels/{channel(crew.ben, 'Ash')}/curators", {"members": named[:1]})
    crew.cleo.put("/api/me/profile", {"name": "Cleo Sand"})
    crew.cleo.stack.settle()

    assert [it["name"] for it in view(crew.ada, glazing)["curators"]] == ["Ben", "Cleo Sand"]


def test_channel_shows_its_discussion_mode(crew: Crew) -> None:
    glazing = channel(crew.ben)
    assert view(crew.cleo, glazing)["discussion"] == "open"
    crew.ben.patch(f"/api/channels/{glazing}", {"discussion": "questions-only"})
    assert view(crew.cleo, glazing)["discussion"] == "questions-only"


def test_pinned_items_keep_their_order_and_are_validated(crew: Crew) -> None:
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
        reply = crew.ben.put(path, {"items": [first, wrong]})
        assert (reply.status, reply.body["field"]) == (422, "items.1")
    reply = crew.ada.put(path, {"items": [quiet]})
    assert (reply.status, reply.body["field"]) == (422, "items.0")

    crew.ben.delete(f"/api/items/{first}")
    assert crew.ben.put(path, {"items": [first, second]}).body["pinned"] == [second]


def test_pins_with_stale_version_are_rejected(crew: Crew) -> None:
    glazing = channel(crew.ben)
    first = note(crew.ben, "First", glazing)
    path = f"/api/channels/{glazing}/pinned"
    version = view(crew.ben, glazing)["version"]
    seen = {"if-match": f'"{version}"'}

    assert crew.ada.put(path, {"items": [first]}, **seen).status == 200
    assert crew.ben.put(path, {"items": []}, **seen).status == 412


def test_merged_channel_moves_items_followers_and_name(crew: Crew) -> None:
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

    with patch("sharewell.content.channel_move.BATCH_SIZE", 2):
        merge(crew.ben, kilns, firing)
        late = note(crew.cleo, "Late", kilns)
        crew.ben.stack.settle()

    seen = view(crew.cleo, kilns)
    assert (seen["merged_into"], seen["is_merging"], seen["moved_items"], seen["followers"]) == (
        firing,
        False,
        6,
        0,
    )
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


def test_merge_reindexes_the_channel_once(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[tuple[str, str, str]] = []
    monkeypatch.setattr("sharewell.aws.bus.enqueue_reindex", queued.extend)
    monkeypatch.setattr("sharewell.content.channel_move.BATCH_SIZE", 1)
    kilns, firing = channel(crew.ben, "Kilns"), channel(crew.ben, "Firing")
    for number in range(3):
        note(crew.ben, f"Note {number}", kilns)
    crew.ben.stack.settle()
    queued.clear()
    merge(crew.ben, kilns, firing)
    crew.ben.stack.settle()

    assert view(crew.ben, kilns)["moved_items"] == 3
    assert [ref for _, _, ref in queued].count(f"channel:{kilns}") == 1


def test_chained_merges_end_in_the_last_channel(crew: Crew) -> None:
    one, two, three = (channel(crew.ben, it) for it in ("One", "Two", "Three"))
    note(crew.ben, "First", one)
    merge(crew.ben, one, two)
    merge(crew.ben, two, three)
    last = note(crew.ben, "Last", one, two)
    crew.ben.stack.settle()

    assert titles(crew.cleo, f"/api/channels/{three}/items") == ["Last", "First"]
    assert crew.cleo.get(f"/api/items/{last}").body["channels"] == [three]
    assert not view(crew.ben, one)["is_merging"]


def test_merge_requires_managing_both_channels(crew: Crew) -> None:
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
def test_invalid_channel_setting_names_the_field(
    crew: Crew, path: str, body: dict[str, object], field: str
) -> None:
    reply = crew.ben.put(f"/api/channels/{channel(crew.ben)}/{path}", body)

    assert (reply.status, reply.body["field"]) == (422, field)
