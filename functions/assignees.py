"""Those who were asked, over HTTP, for those who lead them or review what they have done."""

from sharewell.app import create_api
from sharewell.assignments.answers import Assignee, Review
from sharewell.assignments.bodies import NewDue, Verdict, WhoQuery
from sharewell.assignments.leading import leading
from sharewell.caller import Caller
from sharewell.ids import AssignmentId, AudienceId, MemberId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("assignees")


@api.get("/api/assignments/{to}/{assignment}/people")
def list_assignees(
    to: AudienceId, assignment: AssignmentId, query: WhoQuery, me: Caller
) -> Page[Assignee]:
    """Who stands where, for those who lead them."""
    return leading.who(to, assignment, query.where, by=me, after=query.after)


@api.put("/api/assignments/{to}/{assignment}/people/{member}/extension")
def grant_extension(
    to: AudienceId, assignment: AssignmentId, member: MemberId, body: NewDue, me: Caller
) -> Assignee:
    """Give a member more time, asked or not."""
    return leading.grant(to, assignment, member, body.due, by=me)


@api.delete("/api/assignments/{to}/{assignment}/people/{member}/extension")
def decline_extension(
    to: AudienceId, assignment: AssignmentId, member: MemberId, me: Caller
) -> None:
    """Leave a member with the day that it is due for all."""
    leading.decline(to, assignment, member, by=me)


@api.put("/api/assignments/{to}/{assignment}/people/{member}/review")
def give_review(
    to: AudienceId, assignment: AssignmentId, member: MemberId, body: Verdict, me: Caller
) -> Assignee:
    """Accept what a member has done, or send it back with a word."""
    return leading.judge(to, assignment, member, body, by=me)


@api.get("/api/reviews")
def list_reviews(query: After, me: Caller) -> Page[Review]:
    """What waits for the caller's review, what is due first first."""
    return leading.reviews(by=me, after=query.after)
