"""Notifications: delivery, read state, access and retention."""

from datetime import UTC, datetime

import pytest

from conftest import Crew, Someone
from sharewell.aws import tenant_guard
from sharewell.core.ids import MemberId, OrganisationId, new_ulid
from sharewell.identity.model import MemberRef
from sharewell.notifications.model import KEPT_FOR, NewNotification, NotificationKind
from sharewell.notifications.service import notifications

NOW = datetime.now(UTC)


def notify(by: Someone, *to: Someone, ref: str, title: str = "Cobalt", at: datetime = NOW) -> str:
    """Sends a notification twice under one key; returns the key."""
    current = by.get("/api/me").body["current"]
    who = MemberRef(id=current["member"], name=by.name)
    new = NewNotification(
        kind=NotificationKind.MENTION,
        ref=ref,
        title=title,
        by=who,
        key=new_ulid(at),
        at=at,
        part=None,
    )
    with tenant_guard.tenant_scope(current["organisation"]):
        for _ in range(2):
            members = [MemberId(it.member) for it in to]
            notifications.notify(OrganisationId(current["organisation"]), members, new)
    return new.key


def titles(who: Someone) -> list[tuple[str, bool]]:
    return [(it["title"], it["unread"]) for it in who.get("/api/notifications").body["items"]]


def is_unread(who: Someone) -> bool:
    return bool(who.get("/api/notifications/unread").body["unread"])


def mark_seen(who: Someone, as_of: str) -> None:
    assert who.post("/api/notifications/seen", {"as_of": as_of}).status == 204


@pytest.fixture
def note(crew: Crew) -> str:
    reply = crew.ada.post("/api/items", {"kind": "note", "title": "Cobalt"})
    return f"item:{reply.body['id']}"


def test_notification_is_delivered_once_and_never_to_its_author(crew: Crew, note: str) -> None:
    notify(crew.ada, crew.ada, crew.ben, crew.ben, ref=note)

    assert titles(crew.ben) == [("Cobalt", True)]
    assert titles(crew.ada) == titles(crew.cleo) == titles(crew.eve) == []
    assert (is_unread(crew.ben), is_unread(crew.ada)) == (True, False)


def test_seen_notification_is_read_and_later_one_is_not(crew: Crew, note: str) -> None:
    notify(crew.ada, crew.ben, ref=note)
    mark_seen(crew.ben, crew.ben.get("/api/notifications").body["as_of"])

    assert titles(crew.ben) == [("Cobalt", False)]
    assert not is_unread(crew.ben)
    # It happened before the other one and is delivered after it.
    notify(crew.ada, crew.ben, ref=note, title="Late", at=NOW.replace(year=NOW.year - 1))
    assert is_unread(crew.ben)


def test_seen_watermark_moves_forward_and_never_ahead_of_now(crew: Crew, note: str) -> None:
    notify(crew.ada, crew.ben, ref=note)
    mark_seen(crew.ben, "2999-01-01T00:00:00Z")
    mark_seen(crew.ben, "2026-01-01T00:00:00Z")
    assert not is_unread(crew.ben)
    notify(crew.ada, crew.ben, ref=note)

    assert is_unread(crew.ben)


def test_notification_is_hidden_with_its_subject(crew: Crew, note: str) -> None:
    group = crew.ada.post("/api/groups", {"name": "Kiln", "members": [crew.ben.member]}).body["id"]
    notify(crew.ada, crew.ben, ref=note)
    notify(crew.ada, crew.ben, ref=f"group:{group}", title="Kiln")
    notify(crew.ada, crew.ben, ref="lantern:01ARZ3NDEKTSV4RRFFQ69G5FAV", title="Unknown")
    assert sorted(title for title, _ in titles(crew.ben)) == ["Cobalt", "Kiln"]

    crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}")
    crew.ada.delete(f"/api/items/{note.removeprefix('item:')}")
    assert titles(crew.ben) == []


def test_notifications_list_pages_and_drops_expired_ones(crew: Crew, note: str) -> None:
    for number in range(23):
        notify(crew.ada, crew.ben, ref=note, title=f"{number}")
    notify(crew.ada, crew.ben, ref=note, title="old", at=NOW - KEPT_FOR)
    first = crew.ben.get("/api/notifications").body
    rest = crew.ben.get("/api/notifications", after=first["next"]).body

    assert len(first["items"]) == 20
    assert {it["title"] for it in [*first["items"], *rest["items"]]} == set(map(str, range(23)))
    assert rest["next"] is None
    assert crew.cleo.get("/api/notifications", after=first["next"]).status == 422
