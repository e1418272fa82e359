"""Telling members what concerns them, before anybody in particular does."""

from datetime import UTC, datetime

import pytest

from conftest import Crew, Someone
from sharewell import tenant_guard
from sharewell.identity.model import MemberRef
from sharewell.ids import MemberId, OrganisationId, new_ulid
from sharewell.notices.model import KEPT_FOR, NewNotice, NoticeKind
from sharewell.notices.service import notices

NOW = datetime.now(UTC)


def tell(by: Someone, *to: Someone, ref: str, title: str = "Cobalt", at: datetime = NOW) -> str:
    """Somebody told these others something, under the key that is returned."""
    current = by.get("/api/me").body["current"]
    who = MemberRef(id=current["member"], name=by.name)
    new = NewNotice(
        kind=NoticeKind.MENTION, ref=ref, title=title, by=who, key=new_ulid(at), at=at, part=None
    )
    with tenant_guard.tenant_scope(current["organisation"]):
        for _ in range(2):
            members = [MemberId(it.member) for it in to]
            notices.tell(OrganisationId(current["organisation"]), members, new)
    return new.key


def told(who: Someone) -> list[tuple[str, bool]]:
    return [(it["title"], it["unread"]) for it in who.get("/api/notices").body["items"]]


def is_unread(who: Someone) -> bool:
    return bool(who.get("/api/notices/unread").body["unread"])


def see(who: Someone, as_of: str) -> None:
    assert who.post("/api/notices/seen", {"as_of": as_of}).status == 204


@pytest.fixture
def note(crew: Crew) -> str:
    said = crew.ada.post("/api/items", {"kind": "note", "title": "Cobalt"})
    return f"item:{said.body['id']}"


def test_what_is_told_twice_is_told_once_and_never_to_oneself(crew: Crew, note: str) -> None:
    tell(crew.ada, crew.ada, crew.ben, crew.ben, ref=note)

    assert told(crew.ben) == [("Cobalt", True)]
    assert told(crew.ada) == told(crew.cleo) == told(crew.eve) == []
    assert (is_unread(crew.ben), is_unread(crew.ada)) == (True, False)


def test_what_was_seen_is_read_and_what_is_told_later_is_not(crew: Crew, note: str) -> None:
    tell(crew.ada, crew.ben, ref=note)
    see(crew.ben, crew.ben.get("/api/notices").body["as_of"])

    assert told(crew.ben) == [("Cobalt", False)]
    assert not is_unread(crew.ben)
    # It happened before the other and was told after it.
    tell(crew.ada, crew.ben, ref=note, title="Late", at=NOW.replace(year=NOW.year - 1))
    assert is_unread(crew.ben)


def test_seeing_only_ever_moves_on_and_never_ahead(crew: Crew, note: str) -> None:
    tell(crew.ada, crew.ben, ref=note)
    see(crew.ben, "2999-01-01T00:00:00Z")
    see(crew.ben, "2026-01-01T00:00:00Z")
    assert not is_unread(crew.ben)
    tell(crew.ada, crew.ben, ref=note)

    assert is_unread(crew.ben)


def test_of_what_one_may_not_see_any_more_there_is_no_notice(crew: Crew, note: str) -> None:
    group = crew.ada.post("/api/groups", {"name": "Kiln", "members": [crew.ben.member]}).body["id"]
    tell(crew.ada, crew.ben, ref=note)
    tell(crew.ada, crew.ben, ref=f"group:{group}", title="Kiln")
    tell(crew.ada, crew.ben, ref="lantern:01ARZ3NDEKTSV4RRFFQ69G5FAV", title="Unknown")
    assert sorted(title for title, _ in told(crew.ben)) == ["Cobalt", "Kiln"]

    crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}")
    crew.ada.delete(f"/api/items/{note.removeprefix('item:')}")
    assert told(crew.ben) == []


def test_many_are_read_page_by_page_and_old_ones_are_gone(crew: Crew, note: str) -> None:
    for number in range(23):
        tell(crew.ada, crew.ben, ref=note, title=f"{number}")
    tell(crew.ada, crew.ben, ref=note, title="old", at=NOW - KEPT_FOR)
    first = crew.ben.get("/api/notices").body
    rest = crew.ben.get("/api/notices", after=first["next"]).body

    assert len(first["items"]) == 20
    assert {it["title"] for it in [*first["items"], *rest["items"]]} == set(map(str, range(23)))
    assert rest["next"] is None
    assert crew.cleo.get("/api/notices", after=first["next"]).status == 422
