"""Administrators change roles, deactivate and reactivate members."""

from datetime import datetime
from typing import Any

import pytest

from conftest import Crew, Someone, join_members


def change(by: Someone, recipients: Someone | str, **what: object) -> tuple[int, object]:
    member = recipients if isinstance(recipients, str) else recipients.member
    event = by.patch(f"/api/members/{member}", what)
    return event.status, event.body


def test_members_are_listed_by_join_time(crew: Crew) -> None:
    items = crew.ada.get("/api/members").body["items"]

    assert [(it["name"], it["role"], it["active"]) for it in items] == [
        ("Ada", "admin", True),
        ("Ben", "member", True),
        ("Cleo", "member", True),
    ]
    first, second, third = (datetime.fromisoformat(it["joined_at"]) for it in items)
    assert first < second < third


def test_new_role_applies_from_the_next_request(crew: Crew) -> None:
    status, body = change(crew.ada, crew.ben, role="admin")

    assert status == 200
    assert isinstance(body, dict)
    assert body["role"] == "admin"
    assert crew.ben.get("/api/members").status == 200
    assert crew.cleo.get(f"/api/people/{crew.ben.member}").body["role"] == "admin"


def test_deactivated_member_loses_access_and_is_reactivated(crew: Crew) -> None:
    ben = crew.ben.member
    assert change(crew.ada, ben, active=False)[0] == 200

    assert crew.ben.get("/api/people").status == 403
    assert crew.ben.get("/api/me").body["memberships"] == []
    assert [it["name"] for it in crew.cleo.get("/api/people").body["items"]] == ["Ada", "Cleo"]
    assert crew.cleo.get(f"/api/people/{ben}").body["active"] is False
    asked = crew.ada.post("/api/invitations", {"people": "ben@kettle.example"}).body
    assert asked["lines"][0]["outcome"] == "already_a_member"

    assert change(crew.ada, ben, active=True)[0] == 200
    assert crew.ben.member == ben
    assert [it["name"] for it in crew.cleo.get("/api/people").body["items"]] == [
        "Ada",
        "Ben",
        "Cleo",
    ]


def test_last_admin_cannot_be_demoted_or_deactivated(crew: Crew) -> None:
    for what in ({"role": "member"}, {"active": False}):
        status, body = change(crew.ada, crew.ada, **what)
        assert isinstance(body, dict)
        assert (status, body["detail"]) == (
            409,
            "An organisation needs at least one administrator.",
        )

    change(crew.ada, crew.ben, role="admin")
    assert change(crew.ada, crew.ada, role="member")[0] == 200
    assert change(crew.ben, crew.ben, active=False)[0] == 409
    assert change(crew.ada, crew.ben, role="member")[0] == 403


def test_deactivated_admin_does_not_count_as_admin(crew: Crew) -> None:
    ben = crew.ben.member
    change(crew.ada, ben, role="admin")
    change(crew.ada, ben, active=False)

    assert change(crew.ada, crew.ada, role="member")[0] == 409
    change(crew.ada, ben, active=True)
    assert change(crew.ada, crew.ada, role="member")[0] == 200


def test_repeated_role_change_counts_once(crew: Crew) -> None:
    change(crew.ada, crew.ben, role="admin")
    for _ in range(2):
        assert change(crew.ada, crew.ben, role="admin", active=True)[0] == 200
    change(crew.ada, crew.ben, role="member")

    assert change(crew.ada, crew.ada, role="member")[0] == 409


def test_members_list_pages(crew: Crew) -> None:
    join_members(crew.ada.stack, [f"P{number:02}" for number in range(20)], by=crew.ada)
    first = crew.ada.get("/api/members").body
    second = crew.ada.get("/api/members", after=first["next"]).body

    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 3, None)
    assert crew.eve.get("/api/members", after=first["next"]).status == 422


@pytest.mark.parametrize("who", ["ben", "eve"])
def test_only_admins_of_the_organisation_change_members(crew: Crew, who: str) -> None:
    someone = getattr(crew, who)

    assert change(someone, crew.cleo, role="admin")[0] == (403 if who == "ben" else 404)
    if who == "ben":
        assert someone.get("/api/members").status == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [({"role": "boss"}, "role"), ({"active": "perhaps"}, "active"), ({"name": "Ben"}, "name")],
)
def test_invalid_member_change_names_the_field(
    crew: Crew, body: dict[str, object], field: str
) -> None:
    refused = crew.ada.patch(f"/api/members/{crew.ben.member}", body)

    assert (refused.status, refused.body["field"]) == (422, field)


@pytest.fixture
def invoked(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns the handlers that events, queues and the stream invoke from now on."""
    handlers: list[str] = []
    deliver = crew.ada.stack.deliver
    crew.ada.stack.settle()

    def record(handler: str, event: dict[str, Any], messages: list[Any]) -> list[Any]:
        handlers.append(handler)
        return deliver(handler, event, messages)

    monkeypatch.setattr(crew.ada.stack, "deliver", record)
    return handlers


def test_saved_profile_invokes_no_consumer_of_roles(crew: Crew, invoked: list[str]) -> None:
    role_consumers = {f"consumers.{it}.handler" for it in ("assignments_reviewers", "verification")}
    memberships = "consumers.groups_memberships.handler"

    crew.ben.put("/api/me/profile", {"name": "Ben", "department": "Clay"})
    crew.ada.stack.settle()
    assert memberships in invoked
    assert not role_consumers & set(invoked)

    change(crew.ada, crew.ben, active=False)
    crew.ada.stack.settle()
    assert {"consumers.discussions.handler"} | role_consumers <= set(invoked)


def test_only_members_added_by_someone_else_are_notified(crew: Crew, invoked: list[str]) -> None:
    notifications = "consumers.groups_notifications.handler"
    kiln = crew.ada.post("/api/groups", {"name": "Kiln", "visibility": "open"}).body["id"]

    crew.ben.post(f"/api/groups/{kiln}/join", {"message": ""})
    crew.ada.stack.settle()
    assert notifications not in invoked

    crew.ada.put(f"/api/groups/{kiln}/members/{crew.cleo.member}")
    crew.ada.stack.settle()
    assert invoked.count(notifications) == 1
