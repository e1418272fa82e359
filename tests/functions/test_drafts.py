"""Drafts: kept as one writes, resumed elsewhere, seen by nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from conftest import Crew, Someone
from sharewell.ids import new_ulid


def fresh() -> str:
    return new_ulid(datetime.now(UTC))


def keep(by: Someone, id: str, version: int | None = None, **words: Any) -> Any:
    said = by.stack.request(
        "PUT",
        f"/api/drafts/{id}",
        as_=by.person,
        body=words,
        headers={"if-match": f'"{version}"'} if version else {},
    )
    assert said.status == 200, said.body
    return said.body


def test_a_draft_is_resumed_where_it_was_left(crew: Crew) -> None:
    id = fresh()
    keep(crew.ben, id, title="Cob")
    kept = keep(crew.ben, id, 1, title="Cobalt", body="Runs.", tags=["blue"], groups=[])

    assert kept["version"] == 2
    read = crew.ben.get(f"/api/drafts/{id}").body
    assert (read["title"], read["body"], read["groups"]) == ("Cobalt", "Runs.", [])
    assert read["tags"] == ["blue"]
    assert keep(crew.ben, id, title="Cobalt")["version"] == 3
    assert crew.ben.get(f"/api/drafts/{id}").body["groups"] is None


def test_drafts_are_listed_as_they_were_changed_and_discarded(crew: Crew) -> None:
    one, two = fresh(), fresh()
    keep(crew.ben, one, title="One")
    keep(crew.ben, two, title="Two")
    keep(crew.ben, one, title="One again")

    listed = crew.ben.get("/api/drafts").body["items"]
    assert [it["title"] for it in listed] == ["One again", "Two"]
    assert "body" not in listed[0]
    for _ in range(2):
        assert crew.ben.delete(f"/api/drafts/{one}").status == 204
    assert [it["title"] for it in crew.ben.get("/api/drafts").body["items"]] == ["Two"]
    assert crew.ben.get(f"/api/drafts/{one}").status == 404


def test_another_window_does_not_write_over_a_draft(crew: Crew) -> None:
    id = fresh()
    first = keep(crew.ben, id, title="One")
    keep(crew.ben, id, first["version"], title="Two")
    said = crew.ben.stack.request(
        "PUT",
        f"/api/drafts/{id}",
        as_=crew.ben.person,
        body={"title": "Three"},
        headers={"if-match": '"1"'},
    )

    assert (said.status, said.body["code"]) == (412, "stale")
    assert crew.ben.get(f"/api/drafts/{id}").body["title"] == "Two"


def test_nobody_else_sees_a_draft(crew: Crew) -> None:
    id = fresh()
    keep(crew.ben, id, title="Private")

    for other in (crew.ada, crew.cleo, crew.eve):
        assert other.get(f"/api/drafts/{id}").status == 404
        assert other.get("/api/drafts").body["items"] == []
        assert other.delete(f"/api/drafts/{id}").status == 204
    assert crew.ben.get(f"/api/drafts/{id}").body["title"] == "Private"


def test_what_is_published_is_a_draft_no_more(crew: Crew) -> None:
    id = fresh()
    keep(crew.ben, id, title="Cobalt", body="Runs.")
    note = {"kind": "note", "title": "Cobalt", "body": "Runs.", "draft": id}
    item = crew.ben.post("/api/items", note).body["id"]
    assert crew.ben.get("/api/drafts").body["items"] == []

    keep(crew.ben, item, item=item, began_with=1, title="Cobalt", body="Runs hot.")
    crew.ben.patch(f"/api/items/{item}", {"body": "Runs hot.", "draft": item})
    assert crew.ben.get("/api/drafts").body["items"] == []


def test_a_member_keeps_twenty_drafts(crew: Crew) -> None:
    ids = [fresh() for _ in range(20)]
    for id in ids:
        keep(crew.ben, id, title="More")
    said = crew.ben.put(f"/api/drafts/{fresh()}", {"title": "Too many"})

    assert (said.status, said.body["code"]) == (429, "too_many")
    assert keep(crew.ben, ids[0], title="Goes on")["version"] == 2


def test_a_draft_vanishes_after_ninety_days(crew: Crew) -> None:
    from resilience.invariants import rows

    keep(crew.ben, fresh(), title="Old")
    until = [row["expires"] for row in rows() if row["pk"].startswith("DRAFTS#")]
    wanted = (datetime.now(UTC) + timedelta(days=90)).timestamp()

    assert len(until) == 2
    assert all(abs(int(it) - wanted) < 60 for it in until)
