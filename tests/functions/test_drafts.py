"""Drafts: saved while writing, resumed elsewhere, hidden from others."""

from datetime import UTC, datetime, timedelta
from typing import Any

from conftest import Crew, Someone
from sharewell.core.ids import new_ulid


def new_id() -> str:
    return new_ulid(datetime.now(UTC))


def save_draft(by: Someone, id: str, version: int | None = None, **words: Any) -> Any:
    reply = by.stack.request(
        "PUT",
        f"/api/drafts/{id}",
        as_=by.person,
        body=words,
        headers={"if-match": f'"{version}"'} if version else {},
    )
    assert reply.status == 200, reply.body
    return reply.body


def test_draft_is_resumed_with_its_last_saved_fields(crew: Crew) -> None:
    id = new_id()
    save_draft(crew.ben, id, title="Cob")
    kept = save_draft(crew.ben, id, 1, title="Cobalt", body="Runs.", tags=["blue"], groups=[])

    assert kept["version"] == 2
    read = crew.ben.get(f"/api/drafts/{id}").body
    assert (read["title"], read["body"], read["groups"]) == ("Cobalt", "Runs.", [])
    assert read["tags"] == ["blue"]
    assert save_draft(crew.ben, id, title="Cobalt")["version"] == 3
    assert crew.ben.get(f"/api/drafts/{id}").body["groups"] is None


def test_drafts_are_listed_by_last_change_and_discarded(crew: Crew) -> None:
    one, two = new_id(), new_id()
    save_draft(crew.ben, one, title="One")
    save_draft(crew.ben, two, title="Two")
    save_draft(crew.ben, one, title="One again")

    listed = crew.ben.get("/api/drafts").body["items"]
    assert [it["title"] for it in listed] == ["One again", "Two"]
    assert "body" not in listed[0]
    for _ in range(2):
        assert crew.ben.delete(f"/api/drafts/{one}").status == 204
    assert [it["title"] for it in crew.ben.get("/api/drafts").body["items"]] == ["Two"]
    assert crew.ben.get(f"/api/drafts/{one}").status == 404


def test_draft_with_stale_version_is_not_overwritten(crew: Crew) -> None:
    id = new_id()
    first = save_draft(crew.ben, id, title="One")
    save_draft(crew.ben, id, first["version"], title="Two")
    reply = crew.ben.stack.request(
        "PUT",
        f"/api/drafts/{id}",
        as_=crew.ben.person,
        body={"title": "Three"},
        headers={"if-match": '"1"'},
    )

    assert (reply.status, reply.body["code"]) == (412, "version_conflict")
    assert crew.ben.get(f"/api/drafts/{id}").body["title"] == "Two"


def test_draft_is_hidden_from_others(crew: Crew) -> None:
    id = new_id()
    save_draft(crew.ben, id, title="Private")

    for other in (crew.ada, crew.cleo, crew.eve):
        assert other.get(f"/api/drafts/{id}").status == 404
        assert other.get("/api/drafts").body["items"] == []
        assert other.delete(f"/api/drafts/{id}").status == 204
    assert crew.ben.get(f"/api/drafts/{id}").body["title"] == "Private"


def test_published_draft_is_deleted(crew: Crew) -> None:
    id = new_id()
    save_draft(crew.ben, id, title="Cobalt", body="Runs.")
    note = {"kind": "note", "title": "Cobalt", "body": "Runs.", "draft": id}
    item = crew.ben.post("/api/items", note).body["id"]
    assert crew.ben.get("/api/drafts").body["items"] == []

    save_draft(crew.ben, item, item=item, base_version=1, title="Cobalt", body="Runs hot.")
    crew.ben.patch(f"/api/items/{item}", {"body": "Runs hot.", "draft": item})
    assert crew.ben.get("/api/drafts").body["items"] == []


def test_drafts_are_limited_to_twenty_a_member(crew: Crew) -> None:
    ids = [new_id() for _ in range(20)]
    for id in ids:
        save_draft(crew.ben, id, title="More")
    reply = crew.ben.put(f"/api/drafts/{new_id()}", {"title": "Too many"})

    assert (reply.status, reply.body["code"]) == (429, "limit_exceeded")
    assert save_draft(crew.ben, ids[0], title="Goes on")["version"] == 2


def test_draft_expires_after_ninety_days(crew: Crew) -> None:
    from resilience.invariants import rows

    save_draft(crew.ben, new_id(), title="Old")
    until = [row["expires"] for row in rows() if row["pk"].startswith("DRAFTS#")]
    wanted = (datetime.now(UTC) + timedelta(days=90)).timestamp()

    assert len(until) == 2
    assert all(abs(int(it) - wanted) < 60 for it in until)
