"""Reactions to items, who reacted, and saved items."""

from conftest import Crew, Someone, join_members


def note(by: Someone, title: str = "Cobalt") -> str:
    return f"/api/items/{by.post('/api/items', {'kind': 'note', 'title': title}).body['id']}"


def react(by: Someone, path: str, *reactions: str) -> None:
    assert by.put(f"{path}/reactions", {"reactions": list(reactions)}).status == 204


def test_reactions_are_counted_and_own_ones_marked(crew: Crew) -> None:
    path = note(crew.ben)
    react(crew.cleo, path, "helped", "thanks")
    react(crew.cleo, path, "thanks", "helped")
    react(crew.ada, path, "helped")

    seen = crew.cleo.get(path).body
    assert seen["reactions"] == {"helped": 2, "thanks": 1}
    assert seen["my_reactions"] == ["helped", "thanks"]
    assert crew.ben.get(path).body["my_reactions"] == []

    react(crew.cleo, path, "laugh")
    assert crew.ben.get(path).body["reactions"] == {"helped": 1, "laugh": 1}
    react(crew.cleo, path)
    assert crew.ben.get(path).body["reactions"] == {"helped": 1}


def test_reaction_leaves_the_item_version_unchanged(crew: Crew) -> None:
    path = note(crew.ben)
    react(crew.cleo, path, "helped")

    assert crew.ben.get(path).body["version"] == 1
    assert crew.ben.patch(path, {"title": "Blue"}, 1).status == 200
    assert crew.ben.get(path).body["reactions"] == {"helped": 1}


def test_reactors_are_listed_to_those_who_see_the_item(crew: Crew) -> None:
    path = note(crew.ben)
    many = join_members(crew.ada.stack, [f"P{it:02}" for it in range(21)], by=crew.ada)
    for each in many:
        react(each, path, "helped")
    react(crew.ada, path, "thanks")
    first = crew.cleo.get(f"{path}/reactions").body
    rest = crew.cleo.get(f"{path}/reactions", after=first["next"]).body

    assert [it["name"] for it in first["items"] + rest["items"]] == [it.name for it in many]
    [thanked] = crew.cleo.get(f"{path}/reactions", reaction="thanks").body["items"]
    assert thanked == {"id": crew.ada.member, "name": "Ada"}
    assert crew.eve.get(f"{path}/reactions").status == 404
    assert crew.cleo.get(f"{path}/reactions", reaction="applause").status == 422


def test_unknown_reaction_is_rejected(crew: Crew) -> None:
    reply = crew.cleo.put(f"{note(crew.ben)}/reactions", {"reactions": ["boo"]})

    assert (reply.status, reply.body["field"]) == (422, "reactions.0")


def test_reaction_to_an_unfinished_upload_is_rejected(crew: Crew) -> None:
    item = crew.ben.post("/api/uploads", {"name": "a.txt", "size": 3}).body["item"]
    reply = crew.cleo.put(f"/api/items/{item}/reactions", {"reactions": ["helped"]})

    assert reply.status == 409


def test_saved_items_are_private_and_newest_first(crew: Crew) -> None:
    first, second = note(crew.ben, "One"), note(crew.ben, "Two")
    for path in (second, first, second):
        assert crew.cleo.put(f"{path}/saved").status == 204

    saved = [it["item"] for it in crew.cleo.get("/api/saved").body["items"]]
    assert saved == [first[-26:], second[-26:]]
    assert crew.cleo.get(first).body["is_saved"]
    assert not crew.ben.get(first).body["is_saved"]
    assert crew.ben.get("/api/saved").body["items"] == []

    for _ in range(2):
        assert crew.cleo.delete(f"{first}/saved").status == 204
    assert [it["item"] for it in crew.cleo.get("/api/saved").body["items"]] == [second[-26:]]
