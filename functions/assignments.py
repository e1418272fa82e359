"""Assignments over HTTP, for those who give them."""

from sharewell.app import create_api
from sharewell.assignments.answers import CountedAssignment, Given, LedAssignment
from sharewell.assignments.bodies import AssignmentChange, NewAssignments
from sharewell.assignments.giving import giving
from sharewell.assignments.mine import mine
from sharewell.caller import Caller
from sharewell.ids import AssignmentId, AudienceId, GroupId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("assignments")


@api.post("/api/assignments")
def give_assignments(body: NewAssignments, key: str | None, me: Caller) -> Page[Given]:
    """Ask a group or members to read, do or review some items by a day; all of them or none."""
    return giving.give(body, key=key, by=me)


@api.get("/api/assignments/given")
def list_given_assignments(query: After, me: Caller) -> Page[CountedAssignment]:
    """What the caller gave to single members, what is due last first."""
    return mine.given(by=me, after=query.after)


@api.get("/api/groups/{group}/assignments")
def list_group_assignments(group: GroupId, query: After, me: Caller) -> Page[CountedAssignment]:
    """What a group was given, what is due last first; with counts for those who lead it."""
    return mine.of_group(group, by=me, after=query.after)


@api.patch("/api/assignments/{to}/{assignment}")
def change_assignment(
    to: AudienceId,
    assignment: AssignmentId,
    body: AssignmentChange,
    version: int | None,
    me: Caller,
) -> LedAssignment:
    """Another day, another note; close it, withdraw it, or open it again."""
    return giving.change(to, assignment, body, version, by=me)


@api.post("/api/assignments/{to}/{assignment}/reminders", status=200)
def remind_assignees(to: AudienceId, assignment: AssignmentId, me: Caller) -> LedAssignment:
    """Remind those who have not done it and have no more time; at most once a day."""
    return giving.remind(to, assignment, by=me)
