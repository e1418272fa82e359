"""Replacing reviewers who were deactivated."""

from unittest.mock import patch

import pytest

from conftest import Crew, Someone, join_member
from helpers.assignments import counts, create_assignment, group, note, set_state


@pytest.fixture
def kiln(crew: Crew) -> str:
    """Returns a group that Ben leads and Cleo and Ada are members of."""
    return group(crew.ben, "Kiln", crew.cleo, crew.ada)


def notifications_of(who: Someone, kind: str) -> list[tuple[str, str | None]]:
    """Returns title and author of a member's notifications of one kind."""
    who.stack.settle()
    every = [it for it in who.get("/api/notifications").body["items"] if it["kind"] == kind]
    return [(it["title"], it["by"] and it["by"]["name"]) for it in every]


def deactivate(by: Someone, who: Someone) -> None:
    by.stack.settle()
    assert by.patch(f"/api/members/{who.member}", {"active": False}).status == 200
    by.stack.settle()


def reviews(who: Someone) -> list[tuple[str, str]]:
    every = who.get("/api/reviews").body["items"]
    return [(it["title"], it["member"]["name"]) for it in every]


def test_reviewer_who_leaves_is_replaced_by_the_assigner(crew: Crew, kiln: str) -> None:
    dee = join_member(crew.ada.stack, "Dee", by=crew.ada)
    address = create_assignment(
        crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review", reviewer=dee.member
    )
    for it in (crew.cleo, crew.ada):
        set_state(it, address, "ready")
    with patch("sharewell.assignments.review_transfer.BATCH_SIZE", 1):
        deactivate(crew.ada, dee)

    assert sorted(reviews(crew.ben)) == [("Cobalt", "Ada"), ("Cobalt", "Cleo")]
    assert crew.cleo.get(address).body["effective_reviewer"]["name"] == "Ben"
    assert notifications_of(crew.ben, "review_reassigned") == [("Cobalt", "Dee")]
    assert (
        notifications_of(crew.cleo, "reviewer_changed")
        == notifications_of(crew.ada, "reviewer_changed")
        == [("Cobalt", "Ben")]
    )
    review = crew.ben.put(f"{address}/people/{crew.cleo.member}/review", {"accepted": True})
    assert review.body["status"] == "done"
    assert reviews(crew.ben) == [("Cobalt", "Ada")]
    assert counts(crew.ben, kiln) == {"done": 1, "ready": 1, "assignee_count": 3}


def test_reviewer_is_the_group_lead_when_assigner_has_left(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "lead"})
    deactivate(crew.ada, crew.ben)
    # The deactivated assigner would never see it.
    assert set_state(crew.cleo, address, "ready").status == 200
    crew.ada.stack.settle()

    assert reviews(crew.ada) == [("Cobalt", "Cleo")]
    assert notifications_of(crew.cleo, "reviewer_changed") == [("Cobalt", "Ada")]


def test_pending_review_waits_for_the_next_group_lead(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    set_state(crew.cleo, address, "ready")
    deactivate(crew.ada, crew.ben)
    assert reviews(crew.ada) == []
    crew.ada.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "lead"})
    crew.ada.stack.settle()

    assert reviews(crew.ada) == [("Cobalt", "Cleo")]


def test_single_assignee_reviews_alone_when_assigner_has_left(crew: Crew) -> None:
    """The review falls to the assigner, and to the assignee after the assigner leaves."""
    address = create_assignment(
        crew.ada, note(crew.ada, "Cobalt"), members=[crew.cleo.member], task="review",
        reviewer=crew.ben.member,
    )  # fmt: skip
    set_state(crew.cleo, address, "ready")
    deactivate(crew.ada, crew.ben)
    assert reviews(crew.ada) == [("Cobalt", "Cleo")]
    crew.ada.patch(f"/api/members/{crew.cleo.member}", {"role": "admin"})
    deactivate(crew.cleo, crew.ada)

    assert reviews(crew.cleo) == [("Cobalt", "Cleo")]
    review = f"{address}/people/{crew.cleo.member}/review"
    assert crew.cleo.put(review, {"accepted": True}).status == 200


def test_group_lead_reviews_when_reviewer_and_assigner_leave(crew: Crew, kiln: str) -> None:
    dee = join_member(crew.ada.stack, "Dee", by=crew.ada)
    address = create_assignment(
        crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review", reviewer=dee.member
    )
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "lead"})
    set_state(crew.cleo, address, "ready")
    crew.ada.stack.settle()
    stack, dee_member, ben_member = crew.ada.stack, dee.member, crew.ben.member
    crew.ada.patch(f"/api/members/{dee_member}", {"active": False})
    crew.ada.patch(f"/api/members/{ben_member}", {"active": False})
    stack.settle()

    assert reviews(crew.ada) == [("Cobalt", "Cleo")]
    assert notifications_of(crew.ada, "review_reassigned") == [("Cobalt", "Dee")]
