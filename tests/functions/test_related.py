"""Items that are like one."""

from conftest import Crew, Someone


def note(by: Someone, title: str, **more: object) -> str:
    said = by.post("/api/items", {"kind": "note", "title": title, **more})
    assert said.status == 201, said.body
    return str(said.body["id"])


def titles(by: Someone, item: str) -> list[str]:
    return [it["title"] for it in by.get(f"/api/items/{item}/related").body["items"]]


def test_related_items_share_words_and_those_of_the_channel_come_first(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Glazing"}).body["id"]
    item = note(crew.ben, "Why cobalt glaze runs", channels=[topic])
    note(crew.ben, "Cobalt glaze in winter")
    note(crew.ben, "How the cobalt glaze is mixed", channels=[topic])
    note(crew.ben, "Invoices")
    crew.ben.stack.settle()

    assert titles(crew.cleo, item) == ["How the cobalt glaze is mixed", "Cobalt glaze in winter"]


def test_nothing_related_shows_that_one_may_not_see(crew: Crew) -> None:
    group = crew.ben.post("/api/groups", {"name": "Board"}).body["id"]
    item = note(crew.ben, "Cobalt glaze")
    hidden = note(crew.ben, "Cobalt glaze of ours", groups=[group])
    gone = note(crew.ben, "Cobalt glaze of old")
    crew.ben.stack.settle()
    crew.ben.delete(f"/api/items/{gone}")

    assert titles(crew.ben, item) == ["Cobalt glaze of ours"]
    assert titles(crew.cleo, item) == []
    assert crew.cleo.get(f"/api/items/{hidden}/related").status == 404
    assert crew.eve.get(f"/api/items/{item}/related").status == 404


def test_what_is_not_findable_yet_has_nothing_related(crew: Crew) -> None:
    assert titles(crew.cleo, note(crew.ben, "Cobalt")) == []
