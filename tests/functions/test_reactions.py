"""Reactions, what helped whom, and what one saves."""

from conftest import Crew, Someone, all_joined


def note(by: Someone, title: str = "Cobalt") -> str:
    return f"/api/items/{by.post('/api/items', {'kind': 'note', 'title': title}).body['id']}"


def chose(by: Someone, path: str, *reactions: str) -> None:
    assert by.put(f"{path}/reactions", {"reactions": list(reactions)}).status == 204


def test_reactions_are_counted_and_ones_own_are_marked(crew: Crew) -> None:
    path = note(crew.ben)
    chose(crew.cleo, path, "helped", "thanks")
    chose(crew.cleo, path, "thanks", "helped")
    chose(crew.ada, path, "helped")

    seen = crew.cleo.get(path).body
    assert seen["reactions"] == {"helped": 2, "thanks": 1}
    assert seen["reacted"] == ["helped", "thanks"]
    assert crew.ben.get(path).body["reacted"] == []

    chose(crew.cleo, path, "laugh")
    assert crew.ben.get(path).body["reactions"] == {"helped": 1, "laugh": 1}
    chose(crew.cleo, path)
    assert crew.ben.get(path).body["reactions"] == {"helped": 1}


def test_reacting_is_no_change_of_the_item(crew: Crew) -> None:
    path = note(crew.ben)
    chose(crew.cleo, path, "helped")

    assert crew.ben.get(path).body["version"] == 1
    assert crew.ben.patch(path, {"title": "Blue"}, 1).status == 200
    assert crew.ben.get(path).body["reactions"] == {"helped": 1}


def test_whom_it_helped_is_shown_to_those_who_see_it(crew: Crew) -> None:
    path = note(crew.ben)
    many = all_joined(crew.ada.stack, [f"P{it:02}" for it in range(21)], by=crew.ada)
    for each in many:
        chose(each, path, "helped")
    chose(crew.ada, path, "thanks")
    first = crew.cleo.get(f"{path}/reactions").body
    rest = crew.cleo.get(f"{path}/reactions", after=first["next"]).body

    assert [it["name"] for it in first["items"] + rest["items"]] == [it.name for it in many]
    [thanked] = crew.cleo.get(f"{path}/reactions", reaction="thanks").body["items"]
    assert thanked == {"id": crew.ada.member, "name": "Ada"}
    assert crew.eve.get(f"{path}/reactions").status == 404
    assert crew.cleo.get(f"{path}/reactions", reaction="applause").status == 422


def test_a_reaction_that_there_is_not_is_refused(crew: Crew) -> None:
    said = crew.cleo.put(f"{note(crew.ben)}/reactions", {"reactions": ["boo"]})

    assert (said.status, said.body["field"]) == (422, "reactions.0")


def test_nobody_reacts_to_what_has_not_arrived(crew: Crew) -> None:
    item = crew.ben.post("/api/uploads", {"name": "a.txt", "size": 3}).body["item"]
    said = crew.cleo.put(f"/api/items/{item}/reactions", {"reactions": ["helped"]})

    assert said.status == 409


def test_what_one_saves_is_on_ones_own_list_newest_first(crew: Crew) -> None:
    first, second = note(crew.ben, "One"), note(crew.ben, "Two")
    for path in (second, first, second):
        assert crew.cleo.put(f"{path}/saved").status == 204

    saved = [it["item"] for it in crew.cleo.get("/api/saved").body["items"]]
    assert saved == [first[-26:], second[-26:]]
    assert crew.cleo.get(first).body["saved"]
    assert not crew.ben.get(first).body["saved"]
    assert crew.ben.get("/api/saved").body["items"] == []

    for _ in range(2):
        assert crew.cleo.delete(f"{first}/saved").status == 204
    assert [it["item"] for it in crew.cleo.get("/api/saved").body["items"]] == [second[-26:]]
