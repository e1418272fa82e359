"""Related items."""

from conftest import Crew, Someone


def note(by: Someone, title: str, **more: object) -> str:
    reply = by.post("/api/items", {"kind": "note", "title": title, **more})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def titles(by: Someone, item: str) -> list[str]:
    return [it["title"] for it in by.get(f"/api/items/{item}/related").body["items"]]


def test_related_items_share_words_and_prefer_the_channel(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Glazing"}).body["id"]
    item = note(crew.ben, "Why cobalt glaze runs", channels=[topic])
    note(crew.ben, "Cobalt glaze in winter")
    note(crew.ben, "How the cobalt glaze is mixed", channels=[topic])
    note(crew.ben, "Invoices")
    crew.ben.stack.settle()

    assert titles(crew.cleo, item) == ["How the cobalt glaze is mixed", "Cobalt glaze in winter"]


def test_related_items_exclude_hidden_and_deleted_ones(crew: Crew) -> None:
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


def test_related_items_are_empty_before_indexing(crew: Crew) -> None:
    assert titles(crew.cleo, note(crew.ben, "Cobalt")) == []
