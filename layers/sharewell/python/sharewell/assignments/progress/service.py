"""What assignees do with an assignment: complete it, record pages, decline, request extensions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.assignments import due_dates
from sharewell.assignments.model import Assignment, Task
from sharewell.assignments.progress.model import DeclineReason, Progress, ProgressState
from sharewell.assignments.progress.transactions import ProgressTransactions, progress_transactions
from sharewell.assignments.schemas import MyAssignmentDetail
from sharewell.assignments.views import my_assignment_detail_view
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, NotFound
from sharewell.core.events import (
    AssignmentCompleted,
    AssignmentDeclined,
    AssignmentReopened,
    Event,
    ExtensionRequested,
    ReviewRequested,
)
from sharewell.core.ids import AssignmentId, AudienceId

NextProgress = Callable[[Assignment, Progress], Progress]


@dataclass(frozen=True, slots=True)
class ProgressService:
    """Reads and writes the caller's own progress."""

    store: ProgressTransactions
    now: Clock = now

    def view(self, to: AudienceId, id: AssignmentId, *, by: Caller) -> MyAssignmentDetail:
        """Returns the caller's assignment and progress. Raises NotFound if it is not theirs."""
        it, row = self.store.load_for_assignee(by.organisation, to, id, by.member)
        if not (it.is_assigned_to(by) and it.is_visible_to(by)):
            raise NotFound("Assignment not found.")
        return my_assignment_detail_view(it, row.progress() if row else Progress())

    def set_state(
        self, to: AudienceId, id: AssignmentId, state: ProgressState, *, by: Caller
    ) -> MyAssignmentDetail:
        """Completes or reopens an assignment, or submits it for review.

        Raises Conflict if the task does not allow the state.
        """
        return self._record_progress(
            to, id, by, lambda it, old: _next_progress(it, old, state, self.now())
        )

    def record_page(
        self, to: AudienceId, id: AssignmentId, page: int, *, by: Caller
    ) -> MyAssignmentDetail:
        """Records the furthest page read of a PDF; the last page completes the assignment."""

        def next(it: Assignment, old: Progress) -> Progress:
            if not it.is_completed_by_pages:
                raise Conflict("Pages are recorded for PDF files to read only.")
            furthest = max(old.page, min(page, it.pages or page))
            new = old.model_copy(update={"page": furthest})
            if old.state is ProgressState.DONE or not it.pages or furthest < it.pages:
                return new
            return new.with_state(ProgressState.DONE, self.now())

        return self._record_progress(to, id, by, next)

    def decline(
        self,
        to: AudienceId,
        id: AssignmentId,
        reason: DeclineReason | None,
        comment: str,
        *,
        by: Caller,
    ) -> MyAssignmentDetail:
        """Declines an assignment with a reason; without one, takes the reason back."""

        def next(_: Assignment, old: Progress) -> Progress:
            if old.state is ProgressState.DONE:
                raise Conflict("The assignment is already completed.")
            if reason is None and old.decline_reason is None:
                return old
            changes = {
                "decline_reason": reason,
                "comment": comment if reason else "",
                "requested_until": None,
            }
            return old.model_copy(update=changes)

        return self._record_progress(to, id, by, next)

    def request_extension(
        self, to: AudienceId, id: AssignmentId, day: date, comment: str, *, by: Caller
    ) -> MyAssignmentDetail:
        """Requests a later due date. Raises Conflict unless it is later than the current one."""

        def next(it: Assignment, old: Progress) -> Progress:
            if old.state is ProgressState.DONE:
                raise Conflict("The assignment is already completed.")
            until = due_dates.require_later_due_date(day, it.zone, it.first_due, self.now())
            if until <= old.effective_due(it.due):
                raise Conflict("The requested date must be later than the due date.")
            changes = {"requested_until": until, "comment": comment, "decline_reason": None}
            return old.model_copy(update=changes)

        return self._record_progress(to, id, by, next)

    def _record_progress(
        self, to: AudienceId, id: AssignmentId, by: Caller, next: NextProgress
    ) -> MyAssignmentDetail:
        it, row = self.store.load_with_progress(by.organisation, to, id, by.member)
        it.require_assigned_to(by)
        old = row.progress() if row else Progress()
        new = next(it, old)
        if new == old.model_copy(update={"page": new.page}):  # pages are shown to the assignee only
            if new != old:
                self.store.save_page(by.organisation, it, by.member, by.name, row, new)
            return my_assignment_detail_view(it, new)
        new = new.model_copy(update={"is_counted": True})
        if new != old:
            event = _events(it, by, old, new, self.now())
            self.store.record_progress(by.organisation, it, by.member, by.name, row, new, *event)
        return my_assignment_detail_view(it, new)


def _next_progress(it: Assignment, old: Progress, state: ProgressState, at: datetime) -> Progress:
    """Returns the progress in a new state. Raises Conflict if the caller may not set it."""
    if state is old.state:
        return old
    if state is ProgressState.READY and it.task is not Task.REVIEW:
        raise Conflict("Only review assignments can be submitted for review.")
    if state is ProgressState.DONE and it.task is Task.REVIEW:
        raise Conflict(
            f"{it.effective_reviewer.name} decides when it is done. Submit it for review instead."
        )
    if state is ProgressState.DONE and it.is_completed_by_pages and it.pages:
        raise Conflict("Reading the last page completes this assignment.")
    if old.state is ProgressState.DONE and it.task is Task.REVIEW:
        raise Conflict(f"{it.effective_reviewer.name} has already accepted it.")
    changes = {"review_comment": ""} if state is ProgressState.READY else {}
    return old.with_state(state, at, **changes)


def _events(it: Assignment, by: Caller, old: Progress, new: Progress, at: datetime) -> list[Event]:
    """Returns the events of a change. Pages are private, so recording one has no event."""
    fields = {
        "organisation": by.organisation,
        "at": at,
        "to": it.to,
        "assignment": it.id,
        "member": by.member,
    }
    if old.state is not new.state:
        if new.state is ProgressState.DONE:
            return [AssignmentCompleted.model_validate(fields)]
        if new.state is ProgressState.READY:
            return [ReviewRequested.model_validate(fields | {"reviewer": it.effective_reviewer.id})]
        return [AssignmentReopened.model_validate(fields)]
    if new.requested_until and new.requested_until != old.requested_until:
        return [ExtensionRequested.model_validate(fields)]
    if old.decline_reason != new.decline_reason:
        return [AssignmentDeclined.model_validate(fields)]
    return []


progress_service = ProgressService(progress_transactions)
