"""HTTP routes for assignments, for those who create them."""

from sharewell.app import create_api
from sharewell.assignments.queries import queries
from sharewell.assignments.schemas import (
    AssignmentChange,
    AssignmentForLead,
    AssignmentSummary,
    GroupAssignment,
    NewAssignments,
)
from sharewell.assignments.service import assignment_service
from sharewell.core.caller import Caller
from sharewell.core.ids import AssignmentId, AudienceId, GroupId
from sharewell.core.pagination import Page, PageQuery

api = create_api("assignments")


@api.post("/api/assignments")
def create_assignments(
    body: NewAssignments, key: str | None, me: Caller
) -> Page[AssignmentSummary]:
    """Assign items to a group or to members; all of them or none."""
    return assignment_service.create(body, key=key, by=me)


@api.get("/api/assignments/created")
def list_created_assignments(query: PageQuery, me: Caller) -> Page[GroupAssignment]:
    """List the caller's assignments to single members, latest due date first."""
    return queries.list_given(by=me, after=query.after)


@api.get("/api/groups/{group}/assignments")
def list_group_assignments(group: GroupId, query: PageQuery, me: Caller) -> Page[GroupAssignment]:
    """List a group's assignments, latest due date first; with counts for its leads."""
    return queries.list_for_group(group, by=me, after=query.after)


@api.patch("/api/assignments/{to}/{assignment}")
def change_assignment(
    to: AudienceId,
    assignment: AssignmentId,
    body: AssignmentChange,
    version: int | None,
    me: Caller,
) -> AssignmentForLead:
    """Change an assignment's due date or note; close, withdraw or reopen it."""
    return assignment_service.change(to, assignment, body, version, by=me)


@api.post("/api/assignments/{to}/{assignment}/reminders", status=200)
def remind_assignees(to: AudienceId, assignment: AssignmentId, me: Caller) -> AssignmentForLead:
    """Remind assignees who are not done and have no extension; at most once a day."""
    return assignment_service.remind(to, assignment, by=me)
