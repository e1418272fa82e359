"""Signing in, creating organisations and switching between them."""

import time
from dataclasses import replace

import pytest

from conftest import Crew, Someone, join_member
from local_stack.in_process import Stack
from sharewell.core.config import settings


def newcomer(stack: Stack, name: str = "Dan") -> Someone:
    return Someone(stack, stack.person(f"{name.lower()}@kettle.example"), name)


def test_person_without_organisation_sees_invitation_hint(stack: Stack) -> None:
    dan = newcomer(stack)

    assert dan.get("/api/me").body == {
        "current": None,
        "memberships": [],
        "may_create_organisation": True,
    }
    refused = dan.get("/api/people")
    assert refused.status == 403
    assert "invitation" in refused.body["detail"]


def test_organisation_creator_becomes_admin(stack: Stack) -> None:
    dan = newcomer(stack)
    reply = dan.post("/api/organisations", {"name": "Kettle Works", "your_name": "Dan Ek"})

    assert reply.status == 201
    current = reply.body["current"]
    assert (current["organisation_name"], current["name"]) == ("Kettle Works", "Dan Ek")
    assert current["role"] == "admin"
    [member] = dan.get("/api/members").body["items"]
    assert (member["email"], member["active"]) == ("dan@kettle.example", True)


def test_creating_same_organisation_twice_is_rejected(stack: Stack) -> None:
    dan = newcomer(stack)
    dan.post("/api/organisations", {"name": "Kettle Works", "your_name": "Dan"})
    again = dan.post("/api/organisations", {"name": "KETTLE works", "your_name": "Dan"})

    assert (again.status, again.body["detail"]) == (
        409,
        "You have already created the organisation KETTLE works.",
    )
    assert len(dan.get("/api/me").body["memberships"]) == 1


def test_closed_sign_up_allows_only_first_organisation(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = replace(settings, open_sign_up="no")
    monkeypatch.setattr("sharewell.identity.service.settings", closed)
    dan, eve = newcomer(stack, "Dan"), newcomer(stack, "Eve")
    assert eve.get("/api/me").body["may_create_organisation"]

    first = dan.post("/api/organisations", {"name": "Kettle Works", "your_name": "Dan"})
    assert first.status == 201
    assert not first.body["may_create_organisation"]
    assert not eve.get("/api/me").body["may_create_organisation"]
    second = eve.post("/api/organisations", {"name": "Rivals", "your_name": "Eve"})
    assert (second.status, second.body["code"]) == (403, "forbidden")


def test_person_switches_between_two_organisations(crew: Crew) -> None:
    mine = crew.eve.get("/api/me").body["current"]
    theirs = crew.ada.get("/api/me").body["current"]
    crew.eve.post("/api/invitations", {"people": "ada@kettle.example"})
    from sharewell.members import invitation_link

    [invitation] = crew.eve.get("/api/invitations").body["items"]
    token = invitation_link.create_link(mine["organisation"], invitation["id"]).rpartition("/")[2]
    there = crew.ada.post(f"/api/invitation-links/{token}/accept", {"name": "Ada"}).body

    assert there["current"]["organisation_name"] == "Rival Kettles"
    assert {it["organisation_name"] for it in there["memberships"]} == {
        "Kettle Works",
        "Rival Kettles",
    }
    assert crew.ada.get("/api/members").status == 403
    back = crew.ada.put("/api/me/organisation", {"organisation": theirs["organisation"]})
    assert back.body["current"] == theirs
    assert crew.ada.get("/api/members").status == 200


def test_switching_to_foreign_organisation_is_rejected(crew: Crew) -> None:
    theirs = crew.eve.get("/api/me").body["current"]["organisation"]
    refused = crew.ada.put("/api/me/organisation", {"organisation": theirs})

    assert (refused.status, refused.body["field"]) == (404, "organisation")


def test_signing_out_everywhere_ends_older_sessions(crew: Crew) -> None:
    before, after = time.time() - 60, time.time() + 60
    assert crew.ben.post("/api/me/sign-out-everywhere").status == 204

    for path in ("/api/me", "/api/people", "/api/me/profile"):
        old = crew.ben.stack.request("GET", path, as_=crew.ben.person, signed_in_at=before)
        assert (old.status, old.body["code"]) == (401, "unauthorized")
        new = crew.ben.stack.request("GET", path, as_=crew.ben.person, signed_in_at=after)
        assert new.status == 200
    assert crew.ada.get("/api/people").status == 200


def test_signed_out_session_cannot_create_organisation(crew: Crew) -> None:
    crew.ben.post("/api/me/sign-out-everywhere")
    body = {"name": "Elsewhere", "your_name": "Ben"}
    old = crew.ben.stack.request(
        "POST", "/api/organisations", as_=crew.ben.person, body=body, signed_in_at=time.time() - 60
    )

    assert old.status == 401


def test_organisation_count_of_a_person_is_limited(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.identity.service.MAX_ORGANISATIONS", 1)
    dan = newcomer(stack)
    dan.post("/api/organisations", {"name": "One", "your_name": "Dan"})
    refused = dan.post("/api/organisations", {"name": "Two", "your_name": "Dan"})

    assert (refused.status, refused.body["code"]) == (429, "limit_exceeded")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Kettle Works"}, "your_name"),
        ({"name": "", "your_name": "Dan"}, "name"),
        ({"name": "x" * 81, "your_name": "Dan"}, "name"),
        ({"name": "Kettle Works", "your_name": "Dan", "plan": "gold"}, "plan"),
        ({"name": 7, "your_name": "Dan"}, "name"),
    ],
)
def test_invalid_organisation_names_the_field(
    stack: Stack, body: dict[str, object], field: str
) -> None:
    refused = newcomer(stack).post("/api/organisations", body)

    assert (refused.status, refused.body["field"]) == (422, field)


def test_invited_curator_joins_as_curator(crew: Crew) -> None:
    dora = join_member(crew.ada.stack, "Dora", by=crew.ada, role="curator")

    assert dora.get("/api/me").body["current"]["role"] == "curator"
