"""HTTP routes for the caller's own assignments and progress."""

from sharewell.app import create_api
from sharewell.assignments.progress.service import progress_service
from sharewell.assignments.queries import queries
from sharewell.assignments.schemas import (
    DeclineRequest,
    ExtensionRequest,
    MyAssignment,
    MyAssignmentDetail,
    MyAssignmentsQuery,
    PageReached,
    ProgressUpdate,
)
from sharewell.core.caller import Caller
from sharewell.core.ids import AssignmentId, AudienceId, ItemId
from sharewell.core.pagination import Page

api = create_api("my_assignments")


@api.get("/api/assignments")
def list_my_assignments(query: MyAssignmentsQuery, me: Caller) -> Page[MyAssignment]:
    """List the caller's open assignments by due date; or, with `done`, completed ones."""
    return queries.list_mine(done=query.done, by=me, after=query.after)


@api.get("/api/items/{item}/assignments")
def list_item_assignments(item: ItemId, me: Caller) -> Page[MyAssignmentDetail]:
    """List the caller's assignments of an item."""
    return queries.list_for_item(item, by=me)


@api.get("/api/assignments/{to}/{assignment}")
def read_assignment(to: AudienceId, assignment: AssignmentId, me: Caller) -> MyAssignmentDetail:
    """Get one of the caller's assignments with their progress."""
    return progress_service.view(to, assignment, by=me)


@api.put("/api/assignments/{to}/{assignment}/mine")
def set_progress(
    to: AudienceId, assignment: AssignmentId, body: ProgressUpdate, me: Caller
) -> MyAssignmentDetail:
    """Set the caller's progress: complete, reopen, or submit for review."""
    return progress_service.set_state(to, assignment, body.state, by=me)


@api.put("/api/assignments/{to}/{assignment}/mine/page")
def record_page(
    to: AudienceId, assignment: AssignmentId, body: PageReached, me: Caller
) -> MyAssignmentDetail:
    """Record the page reached in a PDF; the last page completes a reading assignment."""
    return progress_service.record_page(to, assignment, body.page, by=me)


@api.put("/api/assignments/{to}/{assignment}/mine/decline")
def decline_assignment(
    to: AudienceId, assignment: AssignmentId, body: DeclineRequest, me: Caller
) -> MyAssignmentDetail:
    """Decline an assignment with a reason."""
    return progress_service.decline(to, assignment, body.decline_reason, body.comment, by=me)


@api.delete("/api/assignments/{to}/{assignment}/mine/decline")
def withdraw_decline(to: AudienceId, assignment: AssignmentId, me: Caller) -> None:
    """Withdraw the decline of an assignment."""
    progress_service.decline(to, assignment, None, "", by=me)


@api.put("/api/assignments/{to}/{assignment}/mine/extension")
def request_extension(
    to: AudienceId, assignment: AssignmentId, body: ExtensionRequest, me: Caller
) -> MyAssignmentDetail:
    """Request an extension; a lead decides."""
    return progress_service.request_extension(to, assignment, body.due, body.comment, by=me)
