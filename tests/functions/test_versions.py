"""What an item said before: listed, read and taken up again by those who may change it."""

from typing import Any

from conftest import Crew, Someone


def note(by: Someone, **more: Any) -> Any:
    said = by.post("/api/items", {"kind": "note", "title": "Cobalt", "body": "Runs.", **more})
    assert said.status == 201, said.body
    return said.body


def test_each_change_of_words_leaves_a_version_with_who_wrote_it(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    crew.ada.patch(path, {"body": "Runs at 1240 °C."})
    crew.ben.patch(path, {"title": "Cobalt runs"})

    versions = crew.ben.get(f"{path}/versions").body["items"]
    assert [(it["version"], it["title"], it["by"]["name"]) for it in versions] == [
        (2, "Cobalt", "Ada"),
        (1, "Cobalt", "Ben"),
    ]
    said = [crew.ben.get(f"{path}/words", version=it).body for it in (1, 2, 3)]
    assert [it["body"] for it in said] == ["Runs.", "Runs at 1240 °C.", "Runs at 1240 °C."]
    assert crew.ben.get(f"{path}/words", version=4).status == 404


def test_moving_an_item_changes_no_words_and_leaves_no_version(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    group = crew.ben.post("/api/groups", {"name": "Board"}).body["id"]
    crew.ben.patch(path, {"groups": [group], "title": "Cobalt"})

    assert crew.ben.get(f"{path}/versions").body["items"] == []
    assert crew.ben.get(f"{path}/words", version=1).body["body"] == "Runs."


def test_an_earlier_version_is_taken_up_as_a_new_one(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    crew.ben.patch(path, {"title": "Worse", "body": "Wrong."})

    said = crew.ada.stack.request(
        "PUT",
        f"{path}/words",
        as_=crew.ada.person,
        body={"version": 1},
        headers={"if-match": '"2"'},
    )
    assert (said.status, said.body["title"], said.body["version"]) == (200, "Cobalt", 3)
    assert said.body["written_by"]["name"] == "Ada"
    assert len(crew.ben.get(f"{path}/versions").body["items"]) == 2
    again = crew.ada.put(f"{path}/words", {"version": 1})
    assert (again.status, again.body["version"]) == (200, 3)
    assert crew.ada.put(f"{path}/words", {"version": 9}).status == 404


def test_who_may_not_change_an_item_does_not_see_its_past(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben, body='A secret of ours.')['id']}"
    crew.ben.patch(path, {"body": "Nothing."})

    assert crew.cleo.get(path).status == 200
    assert crew.cleo.get(f"{path}/versions").status == 403
    assert crew.cleo.get(f"{path}/words", version=1).status == 403
    assert crew.cleo.put(f"{path}/words", {"version": 1}).status == 403
    assert crew.eve.get(f"{path}/versions").status == 404


def test_a_long_history_is_read_page_by_page(crew: Crew) -> None:
    path = f"/api/items/{note(crew.ben)['id']}"
    for number in range(25):
        crew.ben.patch(path, {"body": f"Draft {number}."})
    first = crew.ben.get(f"{path}/versions").body
    rest = crew.ben.get(f"{path}/versions", after=first["next"]).body

    numbers = [it["version"] for it in first["items"] + rest["items"]]
    assert numbers == list(range(25, 0, -1))
    assert (len(first["items"]), rest["next"]) == (20, None)


def test_what_a_group_is_not_to_see_any_more_takes_its_past_along(crew: Crew) -> None:
    item = note(crew.ben)
    path = f"/api/items/{item['id']}"
    crew.ben.patch(path, {"body": "New.", "co_authors": [crew.cleo.member]})
    assert crew.cleo.get(f"{path}/versions").status == 200
    group = crew.ben.post("/api/groups", {"name": "Board"}).body["id"]
    crew.ben.patch(path, {"groups": [group], "co_authors": []})

    assert crew.cleo.get(f"{path}/versions").status == 404
    assert crew.ada.get(f"{path}/versions").status == 404
