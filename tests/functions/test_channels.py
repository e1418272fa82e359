"""Channels, their pages and the feed."""

import pytest

from conftest import Crew, Someone


def channel(by: Someone, name: str = "Glazing") -> str:
    return str(by.post("/api/channels", {"name": name, "about": "What glaze does"}).body["id"])


def note(by: Someone, title: str, *channels: str, groups: list[str] | None = None) -> str:
    body = {"kind": "note", "title": title, "body": "…", "channels": list(channels)}
    reply = by.post("/api/items", body | {"groups": groups or []})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def titles(by: Someone, path: str, **query: str) -> list[str]:
    return [card["title"] for card in by.get(path, **query).body["items"]]


def test_channel_creator_follows_it_and_others_find_it(crew: Crew) -> None:
    glazing = channel(crew.ben)

    seen = crew.cleo.get(f"/api/channels/{glazing}").body
    assert (seen["followers"], seen["followed"], seen["may_edit"]) == (1, False, False)
    assert crew.ben.get(f"/api/channels/{glazing}").body["followed"]
    assert [it["name"] for it in crew.cleo.get("/api/channels").body["items"]] == ["Glazing"]


def test_channel_name_is_unique(crew: Crew) -> None:
    channel(crew.ben, "Glazing & Firing")
    reply = crew.cleo.post("/api/channels", {"name": "glazing  &  fíring"})

    assert (reply.status, reply.body["code"]) == (409, "conflict")


def test_feed_shows_newest_item_first_and_once(crew: Crew) -> None:
    glazing, firing = channel(crew.ben), channel(crew.ben, "Firing")
    for topic in (glazing, firing):
        crew.cleo.put(f"/api/channels/{topic}/follow")
    note(crew.ben, "Older", glazing)
    note(crew.ben, "In both", glazing, firing)

    assert titles(crew.cleo, "/api/feed") == ["In both", "Older"]
    assert crew.cleo.get(f"/api/channels/{glazing}").body["followers"] == 2


def test_follow_and_unfollow_are_idempotent(crew: Crew) -> None:
    glazing = channel(crew.ben)
    for _ in range(2):
        crew.cleo.put(f"/api/channels/{glazing}/follow")
    assert crew.cleo.get(f"/api/channels/{glazing}").body["followers"] == 2
    for _ in range(2):
        assert crew.cleo.delete(f"/api/channels/{glazing}/follow").status == 204

    seen = crew.cleo.get(f"/api/channels/{glazing}").body
    assert (seen["followers"], seen["followed"]) == (1, False)


def test_channel_items_list_pages(crew: Crew) -> None:
    glazing = channel(crew.ben)
    for number in range(23):
        note(crew.ben, f"Note {number}", glazing)

    first = crew.cleo.get(f"/api/channels/{glazing}/items").body
    second = crew.cleo.get(f"/api/channels/{glazing}/items", after=first["next"]).body

    shown = [card["title"] for card in first["items"] + second["items"]]
    assert shown == [f"Note {number}" for number in reversed(range(23))]
    assert second["next"] is None


def test_group_note_is_hidden_from_non_members(crew: Crew) -> None:
    glazing = channel(crew.ben)
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team", "members": []}).body["id"]
    secret = note(crew.ben, "For the kiln team", glazing, groups=[kiln])
    note(crew.ben, "For all", glazing)
    crew.cleo.put(f"/api/channels/{glazing}/follow")

    assert titles(crew.ben, f"/api/channels/{glazing}/items") == ["For all", "For the kiln team"]
    assert titles(crew.cleo, f"/api/channels/{glazing}/items") == ["For all"]
    assert titles(crew.cleo, "/api/feed") == ["For all"]
    assert crew.cleo.get(f"/api/items/{secret}").status == 404

    crew.ben.put(f"/api/groups/{kiln}/members/{crew.cleo.member}")
    assert titles(crew.cleo, "/api/feed") == ["For all", "For the kiln team"]
    assert crew.cleo.get(f"/api/items/{secret}").status == 200


def test_renamed_channel_keeps_followers_and_frees_name(crew: Crew) -> None:
    glazing = channel(crew.ben)
    reply = crew.ben.patch(f"/api/channels/{glazing}", {"name": "Glazes"}, version=1)

    assert (reply.status, reply.body["name"], reply.body["followers"]) == (200, "Glazes", 1)
    assert crew.cleo.post("/api/channels", {"name": "Glazing"}).status == 201


@pytest.mark.parametrize(
    ("body", "version", "status", "field"),
    [
        ({"name": "  "}, None, 422, "name"),
        ({"title": "Glazes"}, None, 422, "title"),
        ({"name": 7}, None, 422, "name"),
        ({"name": "x" * 81}, None, 422, "name"),
        ({"name": "Glazes"}, 9, 412, None),
    ],
)
def test_invalid_channel_change_names_the_field(
    crew: Crew, body: dict[str, object], version: int | None, status: int, field: str | None
) -> None:
    reply = crew.ben.patch(f"/api/channels/{channel(crew.ben)}", body, version)

    assert (reply.status, reply.body.get("field")) == (status, field)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.body["id"] == "test-request"


def test_channel_is_changed_only_by_creator_or_curator(crew: Crew) -> None:
    glazing = channel(crew.ben)

    assert crew.cleo.patch(f"/api/channels/{glazing}", {"name": "Mine"}).status == 403
    assert crew.ada.patch(f"/api/channels/{glazing}", {"name": "Ours"}).status == 200


def test_channel_is_hidden_from_other_organisations(crew: Crew) -> None:
    glazing = channel(crew.ben)
    note(crew.ben, "Ours", glazing)

    assert crew.eve.get(f"/api/channels/{glazing}").status == 404
    assert crew.eve.patch(f"/api/channels/{glazing}", {"name": "Mine"}).status == 404
    assert crew.eve.put(f"/api/channels/{glazing}/follow").status == 404
    assert crew.eve.get(f"/api/channels/{glazing}/items").body["items"] == []
    assert crew.eve.get("/api/channels").body["items"] == []


def test_cursor_of_one_list_is_rejected_by_another(crew: Crew) -> None:
    glazing, firing = channel(crew.ben), channel(crew.ben, "Firing")
    for number in range(21):
        note(crew.ben, f"Note {number}", glazing)
    cursor = crew.ben.get(f"/api/channels/{glazing}/items").body["next"]

    for wrong in (cursor, "nonsense", cursor[:-3] + "abc"):
        reply = crew.ben.get(f"/api/channels/{firing}/items", after=wrong)
        assert (reply.status, reply.body["field"]) == (422, "after")
