"""HTTP routes about assignees, for leads and reviewers."""

from sharewell.app import create_api
from sharewell.assignments.reviews import review_service
from sharewell.assignments.schemas import (
    Assignee,
    AssigneesQuery,
    ExtensionGrant,
    Review,
    ReviewDecision,
)
from sharewell.core.caller import Caller
from sharewell.core.ids import AssignmentId, AudienceId, MemberId
from sharewell.core.pagination import Page, PageQuery

api = create_api("assignees")


@api.get("/api/assignments/{to}/{assignment}/people")
def list_assignees(
    to: AudienceId, assignment: AssignmentId, query: AssigneesQuery, me: Caller
) -> Page[Assignee]:
    """List the assignees of an assignment with their status. Leads only."""
    return review_service.list_assignees(to, assignment, query.status, by=me, after=query.after)


@api.put("/api/assignments/{to}/{assignment}/people/{member}/extension")
def grant_extension(
    to: AudienceId, assignment: AssignmentId, member: MemberId, body: ExtensionGrant, me: Caller
) -> Assignee:
    """Extend the due date for an assignee, requested or not."""
    return review_service.grant_extension(to, assignment, member, body.due, by=me)


@api.delete("/api/assignments/{to}/{assignment}/people/{member}/extension")
def reject_extension(
    to: AudienceId, assignment: AssignmentId, member: MemberId, me: Caller
) -> None:
    """Reject an assignee's extension request."""
    review_service.reject_extension(to, assignment, member, by=me)


@api.put("/api/assignments/{to}/{assignment}/people/{member}/review")
def submit_review(
    to: AudienceId, assignment: AssignmentId, member: MemberId, body: ReviewDecision, me: Caller
) -> Assignee:
    """Accept an assignee's work, or send it back with a comment."""
    return review_service.submit_review(to, assignment, member, body, by=me)


@api.get("/api/reviews")
def list_reviews(query: PageQuery, me: Caller) -> Page[Review]:
    """List the reviews pending for the caller, by due date."""
    return review_service.list_reviews(by=me, after=query.after)
