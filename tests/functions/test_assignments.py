"""Assigning items: what assigners, assignees, reviewers and outsiders can do and see."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.awsrequest import AWSResponse

from conftest import Crew, Someone
from files.make import pdf
from helpers.assignments import (
    LATER,
    SOON,
    assign,
    assigned_titles,
    assignee_statuses,
    counts,
    create_assignment,
    file,
    group,
    note,
    set_state,
)
from resilience.interceptor import Call, Send, wire


@pytest.fixture
def kiln(crew: Crew) -> str:
    """Returns a group that Ben leads and Cleo is a member of."""
    return group(crew.ben, "Kiln", crew.cleo)


def test_assignment_of_three_items_reaches_every_group_member(crew: Crew, kiln: str) -> None:
    items = [note(crew.ben, title) for title in ("Cobalt", "Salt", "Ash")]
    reply = assign(crew.ben, *items, group=kiln, note="Before the firing")

    assert reply.status == 201
    assert sorted(assigned_titles(crew.cleo)) == ["Ash", "Cobalt", "Salt"]
    assert sorted(assigned_titles(crew.ben)) == ["Ash", "Cobalt", "Salt"]
    assert assigned_titles(crew.ada) == []
    [mine] = crew.cleo.get(f"/api/items/{items[0]}/assignments").body["items"]
    assert mine["note"] == "Before the firing"
    assert (mine["state"], mine["given_by"]["name"]) == ("open", "Ben")


def test_completed_assignment_moves_to_done_and_can_be_reopened(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    for _ in range(2):
        assert set_state(crew.cleo, address, "done").body["state"] == "done"

    assert (assigned_titles(crew.cleo), assigned_titles(crew.cleo, done="true")) == ([], ["Cobalt"])
    assert assigned_titles(crew.ben) == ["Cobalt"]
    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 2}
    assert assignee_statuses(crew.ben, address) == {"Ben": "open", "Cleo": "done"}
    assert assignee_statuses(crew.ben, address, status="open") == {"Ben": "open"}
    assert assignee_statuses(crew.ben, address, status="done") == {"Cleo": "done"}
    assert set_state(crew.cleo, address, "open").status == 200
    assert assigned_titles(crew.cleo) == ["Cobalt"]
    assert counts(crew.ben, kiln) == {"assignee_count": 2}


def test_assignees_see_own_progress_and_leads_alone_see_counts(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.ben, address, "done")

    [line] = crew.cleo.get(f"/api/groups/{kiln}/assignments").body["items"]
    assert (line["counts"], line["assignee_count"], line["overdue_count"]) == (None, None, None)
    assert crew.cleo.get(f"{address}/people").status == 403
    assert crew.cleo.get(address).body["state"] == "open"
    for outsider in (crew.ada, crew.eve):
        for path in (address, f"{address}/people", f"/api/groups/{kiln}/assignments"):
            assert outsider.get(path).status == 404, path
        assert set_state(outsider, address, "done").status == 404


def test_group_assignments_list_shows_own_progress(crew: Crew, kiln: str) -> None:
    crew.ben.put(f"/api/groups/{kiln}/members/{crew.ada.member}")
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "observer"})
    done, why, time, review = (
        create_assignment(crew.ben, note(crew.ben, title), group=kiln, task=task)
        for title, task in (("Ash", "read"), ("Salt", "do"), ("Cobalt", "do"), ("Iron", "review"))
    )
    set_state(crew.cleo, done, "done")
    crew.cleo.put(f"{why}/mine/decline", {"decline_reason": "no-time"})
    crew.cleo.put(f"{time}/mine/extension", {"due": LATER})
    crew.ben.put(f"{time}/people/{crew.cleo.member}/extension", {"due": LATER})
    set_state(crew.cleo, review, "ready")

    def mine(who: Someone) -> dict[str, Any]:
        items = who.get(f"/api/groups/{kiln}/assignments").body["items"]
        return {it["title"]: it["mine"] for it in items}

    states = {title: it["state"] for title, it in mine(crew.cleo).items()}
    assert states == {"Ash": "done", "Salt": "open", "Cobalt": "open", "Iron": "ready"}
    assert mine(crew.cleo)["Salt"]["decline_reason"] == "no-time"
    assert mine(crew.cleo)["Cobalt"]["due"] > mine(crew.cleo)["Salt"]["due"]
    assert {it["state"] for it in mine(crew.ben).values()} == {"open"}
    assert set(mine(crew.ada).values()) == {None}


def test_group_assignments_pages_include_own_progress(crew: Crew, kiln: str) -> None:
    every = [
        create_assignment(crew.ben, note(crew.ben, f"N{at:02}"), group=kiln) for at in range(15)
    ]
    for address in every[::2]:
        set_state(crew.cleo, address, "done")
    found: list[Any] = []
    query: dict[str, str] = {}
    with (
        patch("sharewell.assignments.queries.MAX_PROGRESS_ROWS", 3),
        patch("sharewell.assignments.progress.store.MAX_PROGRESS_ROWS", 3),
    ):
        for _ in range(10):
            page = crew.cleo.get(f"/api/groups/{kiln}/assignments", **query).body
            found += page["items"]
            if not page["next"]:
                break
            query = {"after": page["next"]}
    states = {it["title"]: it["mine"]["state"] for it in found}
    assert len(found) == 15
    assert states == {f"N{at:02}": "open" if at % 2 else "done" for at in range(15)}


def test_assignment_reaches_later_members_and_drops_leavers(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.cleo, address, "done")
    crew.ben.put(f"/api/groups/{kiln}/members/{crew.ada.member}")
    assert assigned_titles(crew.ada) == ["Cobalt"]
    crew.cleo.delete(f"/api/groups/{kiln}/members/{crew.cleo.member}")
    crew.cleo.stack.settle()

    assert assigned_titles(crew.cleo, done="true") == []
    assert set_state(crew.cleo, address, "open").status == 404
    assert assignee_statuses(crew.ben, address) == {"Ada": "open", "Ben": "open"}


# Two requests share a process here, and with it the metrics that the first one flushes.
@pytest.mark.filterwarnings("ignore:No application metrics")
def test_progress_rejected_when_member_leaves_during_update(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    cleo = crew.cleo.member
    left: list[int] = []

    def leave(call: Call, send: Send) -> AWSResponse:
        if call.operation == "TransactWriteItems" and not left:
            left.append(0)
            left[0] = crew.cleo.delete(f"/api/groups/{kiln}/members/{cleo}").status
        return send()

    with wire.through(leave):
        reply = set_state(crew.cleo, address, "done")
    crew.cleo.stack.settle()

    assert (left, reply.status) == ([204], 404), reply.body
    assert assignee_statuses(crew.ben, address) == {"Ben": "open"}
    assert counts(crew.ben, kiln) == {"assignee_count": 1}


def test_assignment_is_hidden_from_non_assignees(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)

    assert crew.cleo.get(address).status == 200
    assert crew.ada.get(address).status == 404


def test_pdf_assignment_completes_on_its_last_page(crew: Crew, kiln: str) -> None:
    address = create_assignment(
        crew.ben, file(crew.ben, pdf(["One.", "Two.", "Three."])), group=kiln
    )
    page_path = f"{address}/mine/page"
    assert crew.cleo.put(page_path, {"page": 2}).body["page"] == 2
    assert crew.cleo.put(page_path, {"page": 1}).body["page"] == 2
    assert (
        set_state(crew.cleo, address, "done").body["detail"]
        == "Reading the last page completes this assignment."
    )
    assert crew.cleo.put(page_path, {"page": 3, "pages": 2}).status == 422
    read = crew.cleo.put(page_path, {"page": 9}).body

    assert (read["page"], read["state"]) == (3, "done")
    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 2}


def test_pdf_without_page_count_is_completed_by_hand(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, file(crew.ben, b"%PDF-1.4 and no more"), group=kiln)

    assert crew.cleo.put(f"{address}/mine/page", {"page": 1}).body["state"] == "open"
    assert set_state(crew.cleo, address, "done").body["state"] == "done"


def test_note_assignment_rejects_page_progress(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)

    assert crew.cleo.put(f"{address}/mine/page", {"page": 1}).status == 409


def test_reviewer_accepts_or_returns_with_a_comment(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = create_assignment(crew.ben, item, group=kiln, task="review", reviewer=crew.ada.member)
    assert set_state(crew.cleo, address, "done").status == 409
    assert set_state(crew.cleo, address, "ready").body["state"] == "ready"
    [pending] = crew.ada.get("/api/reviews").body["items"]
    review_path = f"{address}/people/{crew.cleo.member}/review"

    assert (pending["title"], pending["member"]["name"]) == ("Cobalt", "Cleo")
    assert crew.ben.put(review_path, {"accepted": True}).status == 404
    sent_back = crew.ada.put(review_path, {"accepted": False, "review_comment": "Hotter"})
    assert (sent_back.status, sent_back.body["status"]) == (200, "open")
    assert crew.cleo.get(address).body["review_comment"] == "Hotter"
    assert crew.ada.get("/api/reviews").body["items"] == []
    set_state(crew.cleo, address, "ready")
    for _ in range(2):
        assert crew.ada.put(review_path, {"accepted": True}).body["status"] == "done"
    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 2}


def test_submission_is_reviewable_after_assignment_closes(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    set_state(crew.cleo, address, "ready")
    assert crew.ben.patch(address, {"phase": "closed"}).status == 200
    crew.ben.stack.settle()
    review_path = f"{address}/people/{crew.cleo.member}/review"
    assert len(crew.ben.get("/api/reviews").body["items"]) == 1

    assert crew.ben.put(review_path, {"accepted": True}).body["status"] == "done"
    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 2}
    assert assigned_titles(crew.cleo, done="true") == ["Cobalt"]
    crew.cleo.stack.settle()
    kinds = [it["kind"] for it in crew.cleo.get("/api/notifications").body["items"]]
    assert "reviewed" in kinds
    assert crew.ben.get("/api/reviews").body["items"] == []
    assert set_state(crew.cleo, address, "open").status == 409


def test_extension_is_requested_granted_and_withdrawn(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    asked = crew.cleo.put(f"{address}/mine/extension", {"due": LATER, "comment": "On leave"})
    assert asked.body["requested_until"].startswith(LATER)
    assert assignee_statuses(crew.ben, address, status="extension_requested") == {
        "Cleo": "extension_requested"
    }
    granted = f"{address}/people/{crew.cleo.member}/extension"
    assert crew.cleo.put(granted, {"due": LATER}).status == 403
    assert crew.ben.put(granted, {"due": LATER}).body["status"] == "extended"

    mine = crew.cleo.get(address).body
    assert (mine["is_extended"], mine["requested_until"], mine["due"][:10]) == (True, None, LATER)
    assert crew.ben.delete(granted).status == 204
    assert crew.cleo.get(address).body["due"].startswith(SOON)


def test_assignee_declines_and_withdraws_the_decline(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    body = {"decline_reason": "no-access", "comment": "The link asks me to pay"}
    assert crew.cleo.put(f"{address}/mine/decline", body).body["decline_reason"] == "no-access"
    [reply] = crew.ben.get(f"{address}/people", status="declined").body["items"]

    assert (reply["decline_reason"], reply["comment"]) == ("no-access", "The link asks me to pay")
    assert counts(crew.ben, kiln) == {"declined": 1, "assignee_count": 2}
    assert crew.cleo.delete(f"{address}/mine/decline").status == 204
    assert counts(crew.ben, kiln) == {"assignee_count": 2}


def test_assigning_requires_leading_a_shared_group_or_curator(crew: Crew, kiln: str) -> None:
    item = note(crew.cleo, "Cobalt")

    assert assign(crew.cleo, item, group=kiln).status == 403
    assert assign(crew.ada, item, group=kiln).status == 404
    assert assign(crew.cleo, item, members=[crew.cleo.member]).status == 201
    assert assign(crew.cleo, item, members=[crew.ben.member]).status == 403
    assert assign(crew.ben, item, members=[crew.ada.member]).status == 403
    assert assign(crew.ben, note(crew.ben, "Salt"), members=[crew.cleo.member]).status == 201
    assert assign(crew.ada, note(crew.ada, "Ash"), members=[crew.ben.member]).status == 201
    assert assign(crew.ada, item, members=[crew.eve.member]).body["field"] == "members"
    assert assign(crew.ada, "01JGFJJZ00AAAAAAAAAAAAAAAA", members=[crew.ada.member]).status == 422


def test_assignment_rejected_when_recipient_cannot_see_item(crew: Crew, kiln: str) -> None:
    other = group(crew.ben, "Archive")
    item = note(crew.ben, "Quiet", groups=[other])
    refused = assign(crew.ben, item, group=kiln)

    assert (refused.status, refused.body["field"]) == (409, "items.0")
    assert refused.body["detail"] == "“Quiet” is not visible to Kiln. Share it with them first."
    assert assign(crew.ben, item, members=[crew.cleo.member]).status == 409
    crew.ben.patch(f"/api/items/{item}", {"groups": [other, kiln]})
    assert assign(crew.ben, item, group=kiln).status == 201


def test_assigner_sees_progress_of_single_members(crew: Crew, kiln: str) -> None:
    address = create_assignment(
        crew.ben, note(crew.ben, "Cobalt"), members=[crew.cleo.member], task="do"
    )
    assert assigned_titles(crew.cleo) == ["Cobalt"]
    set_state(crew.cleo, address, "done")
    [line] = crew.ben.get("/api/assignments/created").body["items"]

    assert (line["to_name"], line["assignee_count"], line["counts"]["done"]) == ("Cleo", 1, 1)
    assert assignee_statuses(crew.ben, address) == {"Cleo": "done"}
    assert crew.cleo.get("/api/assignments/created").body["items"] == []
    assert crew.cleo.get(f"{address}/people").status == 404


def test_item_is_assigned_to_a_group_once_at_a_time(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = create_assignment(crew.ben, item, group=kiln)
    again = assign(crew.ben, item, group=kiln)

    assert again.body["detail"] == "“Cobalt” is already assigned to Kiln."
    assert crew.ben.patch(address, {"phase": "closed"}, version=1).status == 200
    assert set_state(crew.cleo, address, "done").status == 409
    assert assigned_titles(crew.cleo) == []
    create_assignment(crew.ben, item, group=kiln)
    assert assigned_titles(crew.cleo) == ["Cobalt"]
    assert crew.ben.patch(address, {"phase": "open"}).status == 409


def test_withdrawn_assignment_is_hidden_and_can_be_reopened(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = create_assignment(crew.ben, item, group=kiln)
    set_state(crew.cleo, address, "done")
    gone = crew.ben.patch(address, {"phase": "withdrawn"}, version=1)

    assert (gone.status, gone.headers["etag"]) == (200, '"2"')
    for list in (f"/api/groups/{kiln}/assignments", f"/api/items/{item}/assignments"):
        assert crew.cleo.get(list).body["items"] == []
    assert (assigned_titles(crew.ben), assigned_titles(crew.cleo, done="true")) == ([], [])
    assert crew.ben.patch(address, {"phase": "open"}, version=1).status == 412
    assert crew.ben.patch(address, {"phase": "open"}, version=2).status == 200
    assert (assigned_titles(crew.ben), assigned_titles(crew.cleo, done="true")) == (
        ["Cobalt"],
        ["Cobalt"],
    )
    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 2}


def test_due_date_change_applies_to_all_assignees(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    moved = crew.ben.patch(address, {"due": LATER, "note": "No hurry"}, version=1)

    assert moved.body["due"].startswith(LATER)
    assert crew.cleo.get(address).body["due"].startswith(LATER)
    assert crew.cleo.patch(address, {"due": SOON}).status == 403


def test_assignment_with_same_idempotency_key_is_created_once(crew: Crew, kiln: str) -> None:
    from sharewell.core.clock import now
    from sharewell.core.ids import new_ulid

    body = {"items": [note(crew.ben, "Cobalt")], "group": kiln, "due": SOON, "zone": "UTC"}
    key = {"idempotency-key": new_ulid(now())}
    first, second = (crew.ben.post("/api/assignments", body, **key) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert assigned_titles(crew.cleo) == ["Cobalt"]


def test_assignments_list_pages_by_due_date(crew: Crew, kiln: str) -> None:
    days = [(datetime.now(UTC) + timedelta(days=2 + n)).date().isoformat() for n in range(15)]
    for number, day in enumerate(reversed(days)):
        item = note(crew.ben, f"Day {14 - number:02}")
        assert assign(crew.ben, item, group=kiln, due=day).status == 201
    first = crew.cleo.get("/api/assignments").body
    second = crew.cleo.get("/api/assignments", after=first["next"]).body
    titles = [it["title"] for it in [*first["items"], *second["items"]]]

    assert titles == [f"Day {number:02}" for number in range(15)]
    assert (len(first["items"]), second["next"]) == (12, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"items": []}, "items"),
        ({"due": "2020-01-01"}, "due"),
        ({"due": "2190-01-01"}, "due"),
        ({"zone": "Mars"}, "zone"),
        ({"task": "eat"}, "task"),
    ],
)
def test_invalid_assignment_names_the_field(
    crew: Crew, kiln: str, body: dict[str, Any], field: str
) -> None:
    whole = {"items": [note(crew.ben, "A")], "group": kiln, "due": SOON, "zone": "UTC"}
    refused = crew.ben.post("/api/assignments", whole | body)

    assert (refused.status, refused.body["field"]) == (422, field)
