"""Builds responses about assignments for assignees and leads."""

from datetime import datetime
from typing import Any

from sharewell.assignments.model import Assignment, StatusFilter
from sharewell.assignments.progress.model import DeclineReason, Progress
from sharewell.assignments.progress.rows_store import AssigneeRow, ReviewRow
from sharewell.assignments.schemas import (
    Assignee,
    AssignmentForLead,
    AssignmentSummary,
    GroupAssignment,
    MyAssignment,
    MyAssignmentDetail,
    MyProgress,
    Review,
)
from sharewell.identity.model import MemberRef

_SUMMARY_FIELDS = tuple(AssignmentSummary.model_fields)


def summary_view(it: Assignment) -> AssignmentSummary:
    """Returns the fields that assignees and leads both see in lists."""
    return AssignmentSummary(**_summary_fields(it))


def my_assignment_view(it: Assignment, progress: Progress) -> MyAssignment:
    """Returns a list entry for an assignee."""
    return MyAssignment(**_progress_fields(it, progress))


def my_assignment_detail_view(it: Assignment, progress: Progress) -> MyAssignmentDetail:
    """Returns the whole assignment for an assignee."""
    return MyAssignmentDetail(
        **_progress_fields(it, progress),
        to_name=it.to_name,
        note=it.note,
        effective_reviewer=it.effective_reviewer,
        is_extended=progress.extended_until is not None,
        comment=progress.comment,
        review_comment=progress.review_comment,
    )


def group_assignment_view(it: Assignment, assignee_count: int, at: datetime) -> GroupAssignment:
    """Returns a list entry with counts for a lead."""
    return GroupAssignment(**_group_fields(it, assignee_count, at))


def group_assignment_view_for_members(it: Assignment) -> GroupAssignment:
    """Returns a list entry for other members of the group."""
    return GroupAssignment(**_summary_fields(it), to_name=it.to_name)


def my_progress_view(it: Assignment, progress: Progress) -> MyProgress:
    """Returns an assignee's own progress."""
    names = ("state", "requested_until", "decline_reason")
    fields = {name: getattr(progress, name) for name in names}
    return MyProgress(due=progress.effective_due(it.due), **fields)


def lead_view(it: Assignment, assignee_count: int, at: datetime) -> AssignmentForLead:
    """Returns the whole assignment for a lead."""
    more = {"note": it.note, "reminded_at": it.reminded_at}
    return AssignmentForLead(**_group_fields(it, assignee_count, at), **more)


def assignee_view(row: AssigneeRow) -> Assignee:
    """Returns an assignee who has a status."""
    return Assignee(
        member=MemberRef(id=row.member, name=row.name),
        status=StatusFilter(row.status.value),
        at=row.at,
        decline_reason=DeclineReason(row.decline_reason) if row.decline_reason else None,
        comment=row.comment,
        requested_until=row.requested_until,
        extended_until=row.extended_until,
    )


def review_view(row: ReviewRow) -> Review:
    """Returns a submission that waits for a review."""
    names = ("id", "to", "item", "kind", "type", "title", "due", "since")
    fields = {name: getattr(row, name) for name in names}
    return Review.model_validate(fields | {"member": {"id": row.member, "name": row.name}})


def _group_fields(it: Assignment, assignee_count: int, at: datetime) -> dict[str, Any]:
    without_status = max(0, assignee_count - sum(it.counts.model_dump().values()))
    return _summary_fields(it) | {
        "to_name": it.to_name,
        "assignee_count": assignee_count,
        "overdue_count": without_status if it.due < at else 0,
        "counts": it.counts,
        "effective_reviewer": it.effective_reviewer,
        "version": it.version,
    }


def _summary_fields(it: Assignment) -> dict[str, Any]:
    return {name: getattr(it, name) for name in _SUMMARY_FIELDS}


def _progress_fields(it: Assignment, progress: Progress) -> dict[str, Any]:
    return _summary_fields(it) | {
        "due": progress.effective_due(it.due),
        "state": progress.state,
        "page": progress.page,
        "requested_until": progress.requested_until,
        "decline_reason": progress.decline_reason,
    }
