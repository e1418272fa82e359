"""Versions of an item: listed, read and restored by its editors."""

from typing import Any

from conftest import Crew, Someone


def note(by: Someone, **more: Any) -> Any:
    reply = by.post("/api/items", {"kind": "note", "title": "Cobalt", "body": "Runs.", **more})
    assert reply.status == 201, reply.body
    return reply.body


def test_each_edit_saves_a_version_with_its_author(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    crew.ada.patch(path, {"body": "Runs at 1240 °C."})
    crew.ben.patch(path, {"title": "Cobalt runs"})

    versions = crew.ben.get(f"{path}/versions").body["items"]
    assert [(it["version"], it["title"], it["by"]["name"]) for it in versions] == [
        (2, "Cobalt", "Ada"),
        (1, "Cobalt", "Ben"),
    ]
    reply = [crew.ben.get(f"{path}/version", version=it).body for it in (1, 2, 3)]
    assert [it["body"] for it in reply] == ["Runs.", "Runs at 1240 °C.", "Runs at 1240 °C."]
    assert crew.ben.get(f"{path}/version", version=4).status == 404


def test_moving_an_item_saves_no_version(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    group = crew.ben.post("/api/groups", {"name": "Board"}).body["id"]
    crew.ben.patch(path, {"groups": [group], "title": "Cobalt"})

    assert crew.ben.get(f"{path}/versions").body["items"] == []
    assert crew.ben.get(f"{path}/version", version=1).body["body"] == "Runs."


def test_restored_version_becomes_a_new_one(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    crew.ben.patch(path, {"title": "Worse", "body": "Wrong."})

    reply = crew.ada.stack.request(
        "PUT",
        f"{path}/version",
        as_=crew.ada.person,
        body={"version": 1},
        headers={"if-match": '"2"'},
    )
    assert (reply.status, reply.body["title"], reply.body["version"]) == (200, "Cobalt", 3)
    assert reply.body["written_by"]["name"] == "Ada"
    assert len(crew.ben.get(f"{path}/versions").body["items"]) == 2
    again = crew.ada.put(f"{path}/version", {"version": 1})
    assert (again.status, again.body["version"]) == (200, 3)
    assert crew.ada.put(f"{path}/version", {"version": 9}).status == 404


def test_versions_require_edit_rights(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben, body='A secret of ours.')['id']}"
    crew.ben.patch(path, {"body": "Nothing."})

    assert crew.cleo.get(path).status == 200
    assert crew.cleo.get(f"{path}/versions").status == 403
    assert crew.cleo.get(f"{path}/version", version=1).status == 403
    assert crew.cleo.put(f"{path}/version", {"version": 1}).status == 403
    assert crew.eve.get(f"{path}/versions").status == 404


def test_versions_list_pages(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    for number in range(25):
        crew.ben.patch(path, {"body": f"Draft {number}."})
    first = crew.ben.get(f"{path}/versions").body
    rest = crew.ben.get(f"{path}/versions", after=first["next"]).body

    numbers = [it["version"] for it in first["items"] + rest["items"]]
    assert numbers == list(range(25, 0, -1))
    assert (len(first["items"]), rest["next"]) == (20, None)


def test_versions_are_hidden_with_their_item(crew: Crew) -> None:
    item = note(crew.ben)
    path = f"/api/items/{item['id']}"
    crew.ben.patch(path, {"body": "New.", "co_authors": [crew.cleo.member]})
    assert crew.cleo.get(f"{path}/versions").status == 200
    group = crew.ben.post("/api/groups", {"name": "Board"}).body["id"]
    crew.ben.patch(path, {"groups": [group], "co_authors": []})

    assert crew.cleo.get(f"{path}/versions").status == 404
    assert crew.ada.get(f"{path}/versions").status == 404
