"""Assignments when groups, members and items change; counts, reminders and notifications."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from conftest import Crew, Someone, join_member, join_members
from helpers.assignments import (
    LATER,
    assign,
    assigned_titles,
    assignee_statuses,
    counts,
    create_assignment,
    group,
    note,
    set_state,
)
from resilience import invariants
from sharewell.assignments.notifications import AssignmentNotifications
from sharewell.assignments.progress.service import ProgressService
from sharewell.assignments.queries import AssignmentQueries
from sharewell.assignments.reviews import ReviewService
from sharewell.assignments.service import AssignmentService
from sharewell.core.clock import now
from sharewell.retention.groups import GroupRetention
from sharewell.retention.items import ItemRetention


@contextmanager
def days_later(days: float) -> Iterator[None]:
    """Moves the clock of every assignment service forward."""
    at = now() + timedelta(days=days)
    fixed: Any = lambda _: at  # noqa: E731
    patches = [
        patch.object(it, "now", fixed)
        for it in (
            ProgressService,
            AssignmentService,
            ReviewService,
            AssignmentQueries,
            AssignmentNotifications,
        )
    ]
    for it in patches:
        it.start()
    try:
        yield
    finally:
        for it in patches:
            it.stop()


def notification_titles(who: Someone, kind: str) -> list[str]:
    """Returns the titles of a member's notifications of one kind."""
    who.stack.settle()
    return [it["title"] for it in who.get("/api/notifications").body["items"] if it["kind"] == kind]


def update_group(by: Someone, group: str, **body: Any) -> None:
    assert by.patch(f"/api/groups/{group}", body).status == 200
    by.stack.settle()


def purge(by: Someone) -> None:
    """Runs the purge with a clock that is 31 days ahead."""
    by.stack.settle()
    at = now() + timedelta(days=31)
    later = patch.object(ItemRetention, "now", lambda _: at)
    with later, patch.object(GroupRetention, "now", lambda _: at):
        by.stack.invoke("workers.purge.handler", {})
    by.stack.settle()


def assignment_rows() -> list[dict[str, Any]]:
    """Returns every row of an assignment."""
    kinds = (
        "ASSIGNMENTS#",
        "ITEM_ASSIGNMENTS#",
        "ASSIGNED_BY#",
        "PROGRESS#",
        "ASSIGNEES#",
        "REVIEWS#",
    )
    return [row for row in invariants.rows() if row["pk"].startswith(kinds)]


@pytest.fixture
def kiln(crew: Crew) -> str:
    """Returns a group that Ben leads and Cleo and Ada are members of."""
    return group(crew.ben, "Kiln", crew.cleo, crew.ada)


def test_reminder_goes_only_to_members_with_open_work(crew: Crew, kiln: str) -> None:
    dee, fay, gus = (
        join_member(crew.ada.stack, name, by=crew.ada) for name in ("Dee", "Fay", "Gus")
    )
    for it in (dee, fay, gus):
        crew.ben.put(f"/api/groups/{kiln}/members/{it.member}")
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.ada, address, "done")
    crew.cleo.put(f"{address}/mine/decline", {"decline_reason": "not-relevant"})
    dee.put(f"{address}/mine/extension", {"due": LATER})
    fay.put(f"{address}/mine/extension", {"due": LATER})
    crew.ben.put(f"{address}/people/{fay.member}/extension", {"due": LATER})
    assert crew.ben.post(f"{address}/reminders").status == 200

    assert notification_titles(gus, "reminder") == ["Cobalt"]
    for it in (crew.ada, crew.cleo, dee, fay, crew.ben):
        assert notification_titles(it, "reminder") == [], it.name
    again = crew.ben.post(f"{address}/reminders")
    assert (again.status, again.body["detail"]) == (
        409,
        "The assignees were reminded less than a day ago.",
    )
    with days_later(11):  # her extension is over, too
        assert crew.ben.post(f"{address}/reminders").status == 200
        crew.ben.stack.settle()
    assert notification_titles(fay, "reminder") == ["Cobalt"]
    assert notification_titles(crew.ada, "reminder") == []


def test_counts_show_done_declined_and_late_assignees(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.ada, address, "done")
    crew.cleo.put(f"{address}/mine/decline", {"decline_reason": "no-time"})
    with days_later(5):
        [line] = crew.ben.get(f"/api/groups/{kiln}/assignments").body["items"]

    assert (line["assignee_count"], line["overdue_count"]) == (3, 1)
    assert (line["counts"]["done"], line["counts"]["declined"]) == (1, 1)


def test_details_are_cleared_when_progress_changes(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    crew.cleo.put(f"{address}/mine/decline", {"decline_reason": "no-time", "comment": "Firing"})
    asked = crew.cleo.put(f"{address}/mine/extension", {"due": LATER, "comment": "After it"}).body
    assert (asked["decline_reason"], asked["comment"]) == (None, "After it")
    [one] = crew.ben.get(f"{address}/people", status="extension_requested").body["items"]
    assert (one["decline_reason"], one["comment"]) == (None, "After it")
    reply = crew.cleo.put(
        f"{address}/mine/decline", {"decline_reason": "other", "comment": "Not mine"}
    ).body
    assert (reply["requested_until"], reply["comment"]) == (None, "Not mine")
    set_state(crew.cleo, address, "done")
    [one] = crew.ben.get(f"{address}/people", status="done").body["items"]

    assert (one["decline_reason"], one["comment"], one["requested_until"]) == (None, None, None)


def test_observers_are_not_counted_as_assignees(crew: Crew, kiln: str) -> None:
    create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    watchers = join_members(crew.ada.stack, [f"W{number}" for number in range(3)], by=crew.ada)
    for it in watchers:
        crew.ben.put(f"/api/groups/{kiln}/members/{it.member}")
        place = f"/api/groups/{kiln}/members/{it.member}"
        assert crew.ben.patch(place, {"role": "observer"}).status == 200

    assert counts(crew.ben, kiln) == {"assignee_count": 3}
    crew.ben.patch(f"/api/groups/{kiln}/members/{watchers[0].member}", {"role": "member"})
    crew.ben.delete(f"/api/groups/{kiln}/members/{watchers[1].member}")
    assert counts(crew.ben, kiln) == {"assignee_count": 4}


def test_deactivated_assignee_is_not_counted_until_reactivated(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.cleo, address, "done")
    cleo = crew.cleo.member
    for active, shown in ((False, {"assignee_count": 2}), (True, {"done": 1, "assignee_count": 3})):
        assert crew.ada.patch(f"/api/members/{cleo}", {"active": active}).status == 200
        crew.ada.stack.settle()
        assert counts(crew.ben, kiln) == shown
    place = f"/api/groups/{kiln}/members/{cleo}"
    crew.ada.patch(f"/api/members/{cleo}", {"active": False})
    crew.ada.stack.settle()
    assert assignee_statuses(crew.ben, address) == {"Ada": "open", "Ben": "open"}

    assert crew.ben.patch(place, {"role": "observer"}).status == 200
    assert counts(crew.ben, kiln) == {"assignee_count": 2}
    assert crew.ben.post(f"/api/groups/{kiln}/lead", {"to": cleo}).status == 204
    assert counts(crew.ada, kiln) == {"assignee_count": 2}
    own = f"/api/groups/{kiln}/members/{crew.ada.member}"
    assert crew.ada.patch(own, {"role": "lead"}).status == 200
    assert crew.ada.delete(place).status == 204
    assert counts(crew.ada, kiln) == {"assignee_count": 2}


def test_observer_loses_assignments_until_member_again(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.cleo, address, "done")
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.cleo.member}", {"role": "observer"})
    crew.ben.stack.settle()

    assert (assigned_titles(crew.cleo), assigned_titles(crew.cleo, done="true")) == ([], [])
    assert crew.cleo.get(f"/api/items/{item}/assignments").body["items"] == []
    assert crew.cleo.get(address).status == 404
    assert set_state(crew.cleo, address, "open").status == 404
    assert counts(crew.ben, kiln) == {"assignee_count": 2}
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.cleo.member}", {"role": "member"})
    crew.ben.stack.settle()
    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 3}


def test_archived_group_suspends_its_assignments(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    create_assignment(crew.ben, other := note(crew.ben, "Salt"), group=kiln)
    set_state(crew.cleo, f"/api/assignments/{kiln}/{address.rpartition('/')[2]}", "done")
    update_group(crew.ben, kiln, archived=True)

    assert (assigned_titles(crew.cleo), assigned_titles(crew.cleo, done="true")) == ([], ["Cobalt"])
    assert crew.cleo.get(f"/api/items/{other}/assignments").body["items"] == []
    assert len(crew.ben.get(f"/api/groups/{kiln}/assignments").body["items"]) == 2
    reminded, assigned = crew.ben.post(f"{address}/reminders"), assign(crew.ben, item, group=kiln)
    assert (reminded.status, assigned.status) == (409, 409)
    assert reminded.body["detail"] == "This group is archived. Its assignments are inactive."
    assert assigned.body["detail"] == "This group is archived and takes no assignments."
    update_group(crew.ben, kiln, archived=False)
    assert assigned_titles(crew.cleo) == ["Salt"]
    assert crew.ben.post(f"{address}/reminders").status == 200


def test_deleted_group_hides_its_assignments_until_restored(crew: Crew, kiln: str) -> None:
    review = create_assignment(crew.ben, note(crew.ben, "Salt"), group=kiln, task="review")
    address = create_assignment(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.cleo, review, "ready")
    assert crew.ben.delete(f"/api/groups/{kiln}").status == 204
    crew.ben.stack.settle()

    assert (
        assigned_titles(crew.cleo),
        assigned_titles(crew.cleo, done="true"),
        assigned_titles(crew.ben),
    ) == ([], [], [])
    assert crew.cleo.get(f"/api/items/{item}/assignments").body["items"] == []
    assert crew.ben.get("/api/reviews").body["items"] == []
    for reply in (crew.cleo.get(address), set_state(crew.cleo, address, "done")):
        assert reply.status == 404
    assert crew.ben.post(f"{address}/reminders").status == 404
    assert crew.ben.post(f"/api/groups/{kiln}/restore").status == 200
    crew.ben.stack.settle()
    assert sorted(assigned_titles(crew.cleo)) == ["Cobalt", "Salt"]
    assert [it["title"] for it in crew.ben.get("/api/reviews").body["items"]] == ["Salt"]


def test_assignment_shows_current_group_name(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    update_group(crew.ben, kiln, name="Big kiln")

    assert crew.cleo.get(address).body["to_name"] == "Big kiln"


def test_deleted_item_hides_its_assignments_until_restored(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.cleo, address, "done")
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()

    assert (assigned_titles(crew.ada), assigned_titles(crew.cleo, done="true")) == ([], [])
    assert crew.ben.get(f"/api/groups/{kiln}/assignments").body["items"] == []
    assert crew.ben.post(f"{address}/reminders").status == 404
    crew.ben.post(f"/api/items/{item}/restore")
    crew.ben.stack.settle()
    assert (assigned_titles(crew.ada), assigned_titles(crew.cleo, done="true")) == (
        ["Cobalt"],
        ["Cobalt"],
    )


def test_purging_item_deletes_its_assignments(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = create_assignment(crew.ben, item, group=kiln, task="review", reviewer=crew.ada.member)
    set_state(crew.cleo, address, "ready")
    create_assignment(crew.ben, item, members=[crew.cleo.member])
    crew.ben.delete(f"/api/items/{item}")
    purge(crew.ada)

    assert assignment_rows() == []


def test_purging_group_deletes_its_assignments(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    set_state(crew.cleo, address, "ready")
    crew.ben.patch(address, {"phase": "closed"})
    crew.ben.delete(f"/api/groups/{kiln}")
    purge(crew.ada)

    assert assignment_rows() == []


def test_assignment_reveals_nothing_of_item_hidden_from_group(crew: Crew, kiln: str) -> None:
    item = note(crew.cleo, "Cobalt")
    address = create_assignment(crew.ben, item, group=kiln)
    own = group(crew.cleo, "Archive")
    crew.cleo.patch(f"/api/items/{item}", {"title": "Hush", "groups": [own]})
    crew.cleo.stack.settle()

    assert (assigned_titles(crew.ada), assigned_titles(crew.cleo)) == ([], ["Hush"])
    replies = [
        crew.ben.get(f"/api/groups/{kiln}/assignments"),
        crew.ben.get(f"{address}/people"),
        crew.ben.patch(address, {"note": "Hurry"}),
        crew.ben.post(f"{address}/reminders"),
    ]
    assert [it.status for it in replies] == [200, 404, 404, 404]
    assert "Hush" not in json.dumps([it.body for it in replies])


def test_co_author_is_assignable_to_items_of_other_groups(crew: Crew) -> None:
    own = group(crew.ben, "Archive")
    item = note(crew.ben, "Quiet", groups=[own], co_authors=[crew.ada.member])
    assert assign(crew.ada, item, members=[crew.ada.member]).status == 201

    assert assigned_titles(crew.ada) == ["Quiet"]


def test_counts_follow_members_who_join_and_leave(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    set_state(crew.cleo, address, "done")
    place = f"/api/groups/{kiln}/members/{crew.cleo.member}"
    crew.ben.delete(place)
    crew.ben.stack.settle()
    assert counts(crew.ben, kiln) == {"assignee_count": 2}
    assert assignee_statuses(crew.ben, address, status="done") == {}
    crew.ben.put(place)
    crew.ben.stack.settle()

    assert counts(crew.ben, kiln) == {"done": 1, "assignee_count": 3}
    assert assignee_statuses(crew.ben, address, status="done") == {"Cleo": "done"}


def test_extension_request_and_decision_notify_both_sides(crew: Crew, kiln: str) -> None:
    address = create_assignment(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    assert notification_titles(crew.cleo, "assigned") == ["Cobalt"]
    crew.cleo.put(f"{address}/mine/extension", {"due": LATER})
    assert notification_titles(crew.ben, "extension_requested") == ["Cobalt"]
    [asked] = [
        it
        for it in crew.ben.get("/api/notifications").body["items"]
        if it["kind"] == "extension_requested"
    ]
    assert asked["ref"] == f"group:{kiln}"  # the page on which a lead decides
    crew.ben.put(f"{address}/people/{crew.cleo.member}/extension", {"due": LATER})

    assert notification_titles(crew.cleo, "extension_decided") == ["Cobalt"]
    assert notification_titles(crew.ben, "assigned") == []
