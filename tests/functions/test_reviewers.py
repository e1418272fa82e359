"""Who reviews what is asked, when whoever did has left."""

from unittest.mock import patch

import pytest

from conftest import Crew, Someone, joined
from helpers.assignments import counts, given, group, note, say


@pytest.fixture
def kiln(crew: Crew) -> str:
    """Ben leads it; Cleo and Ada are in it."""
    return group(crew.ben, "Kiln", crew.cleo, crew.ada)


def told(who: Someone, kind: str) -> list[tuple[str, str | None]]:
    """Titles of their notices of a kind, and by whom."""
    who.stack.settle()
    every = [it for it in who.get("/api/notices").body["items"] if it["kind"] == kind]
    return [(it["title"], it["by"] and it["by"]["name"]) for it in every]


def leaves(by: Someone, who: Someone) -> None:
    by.stack.settle()
    assert by.patch(f"/api/members/{who.member}", {"active": False}).status == 200
    by.stack.settle()


def reviews(who: Someone) -> list[tuple[str, str]]:
    every = who.get("/api/reviews").body["items"]
    return [(it["title"], it["member"]["name"]) for it in every]


def test_whoever_gave_it_reviews_in_the_place_of_a_reviewer_who_leaves(
    crew: Crew, kiln: str
) -> None:
    dee = joined(crew.ada.stack, "Dee", by=crew.ada)
    address = given(
        crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review", reviewer=dee.member
    )
    for it in (crew.cleo, crew.ada):
        say(it, address, "ready")
    with patch("sharewell.assignments.handing.TOGETHER", 1):
        leaves(crew.ada, dee)

    assert sorted(reviews(crew.ben)) == [("Cobalt", "Ada"), ("Cobalt", "Cleo")]
    assert crew.cleo.get(address).body["judge"]["name"] == "Ben"
    assert told(crew.ben, "review_left") == [("Cobalt", "Dee")]
    assert told(crew.cleo, "reviews") == told(crew.ada, "reviews") == [("Cobalt", "Ben")]
    verdict = crew.ben.put(f"{address}/people/{crew.cleo.member}/review", {"accepted": True})
    assert verdict.body["where"] == "done"
    assert reviews(crew.ben) == [("Cobalt", "Ada")]
    assert counts(crew.ben, kiln) == {"done": 1, "ready": 1, "of": 3}


def test_who_leads_the_group_reviews_when_who_gave_it_has_left_too(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "lead"})
    leaves(crew.ada, crew.ben)
    assert say(crew.cleo, address, "ready").status == 200  # who has left would never see it
    crew.ada.stack.settle()

    assert reviews(crew.ada) == [("Cobalt", "Cleo")]
    assert told(crew.cleo, "reviews") == [("Cobalt", "Ada")]


def test_whoever_leads_next_reviews_where_nobody_was_left(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    say(crew.cleo, address, "ready")
    leaves(crew.ada, crew.ben)
    assert reviews(crew.ada) == []
    crew.ada.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "lead"})
    crew.ada.stack.settle()

    assert reviews(crew.ada) == [("Cobalt", "Cleo")]


def test_what_one_is_asked_alone_by_who_has_left_one_judges_oneself(crew: Crew) -> None:
    address = given(
        crew.ada, note(crew.ada, "Cobalt"), members=[crew.cleo.member], task="review",
        reviewer=crew.ben.member,
    )  # fmt: skip
    say(crew.cleo, address, "ready")
    leaves(crew.ada, crew.ben)
    assert reviews(crew.ada) == [("Cobalt", "Cleo")]
    crew.ada.patch(f"/api/members/{crew.cleo.member}", {"role": "admin"})
    leaves(crew.cleo, crew.ada)

    assert reviews(crew.cleo) == [("Cobalt", "Cleo")]
    verdict = f"{address}/people/{crew.cleo.member}/review"
    assert crew.cleo.put(verdict, {"accepted": True}).status == 200


def test_a_lead_reviews_when_reviewer_and_giver_leave_at_the_same_moment(
    crew: Crew, kiln: str
) -> None:
    dee = joined(crew.ada.stack, "Dee", by=crew.ada)
    address = given(
        crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review", reviewer=dee.member
    )
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "lead"})
    say(crew.cleo, address, "ready")
    crew.ada.stack.settle()
    stack, dee_member, ben_member = crew.ada.stack, dee.member, crew.ben.member
    crew.ada.patch(f"/api/members/{dee_member}", {"active": False})
    crew.ada.patch(f"/api/members/{ben_member}", {"active": False})
    stack.settle()

    assert reviews(crew.ada) == [("Cobalt", "Cleo")]
    assert told(crew.ada, "review_left") == [("Cobalt", "Dee")]
