"""Signing in, organisations and switching between them, as the app sees them."""

import time
from dataclasses import replace

import pytest

from conftest import Crew, Someone, joined
from local.stack import Stack
from sharewell.config import settings


def newcomer(stack: Stack, name: str = "Dan") -> Someone:
    return Someone(stack, stack.person(f"{name.lower()}@kettle.example"), name)


def test_who_belongs_nowhere_is_told_what_to_do(stack: Stack) -> None:
    dan = newcomer(stack)

    assert dan.get("/api/me").body == {
        "current": None,
        "memberships": [],
        "may_open_organisation": True,
    }
    refused = dan.get("/api/people")
    assert refused.status == 403
    assert "invitation" in refused.body["detail"]


def test_whoever_opens_an_organisation_administers_it(stack: Stack) -> None:
    dan = newcomer(stack)
    said = dan.post("/api/organisations", {"name": "Kettle Works", "your_name": "Dan Ek"})

    assert said.status == 201
    current = said.body["current"]
    assert (current["organisation_name"], current["name"]) == ("Kettle Works", "Dan Ek")
    assert current["role"] == "admin"
    [member] = dan.get("/api/members").body["items"]
    assert (member["address"], member["active"]) == ("dan@kettle.example", True)


def test_opening_the_same_organisation_twice_makes_one(stack: Stack) -> None:
    dan = newcomer(stack)
    dan.post("/api/organisations", {"name": "Kettle Works", "your_name": "Dan"})
    again = dan.post("/api/organisations", {"name": "KETTLE works", "your_name": "Dan"})

    assert (again.status, again.body["detail"]) == (409, "you have opened KETTLE works already")
    assert len(dan.get("/api/me").body["memberships"]) == 1


def test_where_sign_up_is_closed_only_the_first_organisation_opens(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = replace(settings, open_sign_up="no")
    monkeypatch.setattr("sharewell.identity.service.settings", closed)
    dan, eve = newcomer(stack, "Dan"), newcomer(stack, "Eve")
    assert eve.get("/api/me").body["may_open_organisation"]

    first = dan.post("/api/organisations", {"name": "Kettle Works", "your_name": "Dan"})
    assert first.status == 201
    assert not first.body["may_open_organisation"]
    assert not eve.get("/api/me").body["may_open_organisation"]
    second = eve.post("/api/organisations", {"name": "Rivals", "your_name": "Eve"})
    assert (second.status, second.body["code"]) == (403, "forbidden")


def test_one_person_belongs_to_two_organisations_and_switches(crew: Crew) -> None:
    mine = crew.eve.get("/api/me").body["current"]
    theirs = crew.ada.get("/api/me").body["current"]
    crew.eve.post("/api/invitations", {"people": "ada@kettle.example"})
    from sharewell.members import link

    [invitation] = crew.eve.get("/api/invitations").body["items"]
    token = link.write(mine["organisation"], invitation["id"]).rpartition("/")[2]
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


def test_nobody_switches_to_where_they_do_not_belong(crew: Crew) -> None:
    theirs = crew.eve.get("/api/me").body["current"]["organisation"]
    refused = crew.ada.put("/api/me/organisation", {"organisation": theirs})

    assert (refused.status, refused.body["field"]) == (404, "organisation")


def test_signing_out_everywhere_ends_older_sessions_at_once(crew: Crew) -> None:
    before, after = time.time() - 60, time.time() + 60
    assert crew.ben.post("/api/me/sign-out-everywhere").status == 204

    for path in ("/api/me", "/api/people", "/api/me/profile"):
        old = crew.ben.stack.request("GET", path, as_=crew.ben.person, signed_in_at=before)
        assert (old.status, old.body["code"]) == (401, "unauthorized")
        new = crew.ben.stack.request("GET", path, as_=crew.ben.person, signed_in_at=after)
        assert new.status == 200
    assert crew.ada.get("/api/people").status == 200


def test_an_old_session_does_not_come_back_through_another_organisation(crew: Crew) -> None:
    crew.ben.post("/api/me/sign-out-everywhere")
    body = {"name": "Elsewhere", "your_name": "Ben"}
    old = crew.ben.stack.request(
        "POST", "/api/organisations", as_=crew.ben.person, body=body, signed_in_at=time.time() - 60
    )

    assert old.status == 401


def test_nobody_belongs_to_more_organisations_than_one_query_reads(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.identity.service.MOST_ORGANISATIONS", 1)
    dan = newcomer(stack)
    dan.post("/api/organisations", {"name": "One", "your_name": "Dan"})
    refused = dan.post("/api/organisations", {"name": "Two", "your_name": "Dan"})

    assert (refused.status, refused.body["code"]) == (429, "too_many")


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
def test_what_is_wrong_with_a_sign_up_is_named(
    stack: Stack, body: dict[str, object], field: str
) -> None:
    refused = newcomer(stack).post("/api/organisations", body)

    assert (refused.status, refused.body["field"]) == (422, field)


def test_a_curator_comes_in_as_one(crew: Crew) -> None:
    dora = joined(crew.ada.stack, "Dora", by=crew.ada, role="curator")

    assert dora.get("/api/me").body["current"]["role"] == "curator"
