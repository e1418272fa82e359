"""Requests and responses about assignments: for assignees, leads and reviewers."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.assignments.model import Counts, Phase, StatusFilter, Task
from sharewell.assignments.progress.model import DeclineReason, ProgressState
from sharewell.content.model import Kind
from sharewell.content.schemas import ItemIdField
from sharewell.core.ids import AssignmentId, AudienceId, GroupId, ItemId
from sharewell.core.pagination import PageQuery
from sharewell.core.values import ULID, Value
from sharewell.identity.model import MemberIdField, MemberRef
from sharewell.profiles.model import TimeZone


class AssignmentSummary(Value):
    """An assignment in a list. `to` is a group or a member; `due` the last moment of a day."""

    id: AssignmentId
    to: AudienceId
    is_for_group: bool
    item: ItemId
    kind: Kind
    type: str | None
    title: str
    task: Task
    due: datetime
    zone: str
    given_by: MemberRef
    phase: Phase


class MyAssignment(AssignmentSummary):
    """The caller's assignment and progress; `due` includes an extension."""

    state: ProgressState
    page: int
    requested_until: datetime | None
    decline_reason: DeclineReason | None


class MyAssignmentDetail(MyAssignment):
    """The caller's assignment with its note and all comments."""

    to_name: str
    note: str
    effective_reviewer: MemberRef
    is_extended: bool
    comment: str
    review_comment: str


class MyProgress(Value):
    """The caller's progress; `due` includes an extension."""

    state: ProgressState
    due: datetime
    requested_until: datetime | None = None
    decline_reason: DeclineReason | None = None


class GroupAssignment(AssignmentSummary):
    """An assignment in a group's list. The fields after `mine` are for leads, null for others.

    `mine` is null for members who are not assignees.
    """

    to_name: str
    mine: MyProgress | None = None
    assignee_count: int | None = None
    overdue_count: int | None = None
    counts: Counts | None = None
    effective_reviewer: MemberRef | None = None
    version: int | None = None


class AssignmentForLead(GroupAssignment):
    """An assignment as a lead sees it: counts, no names."""

    note: str
    reminded_at: datetime | None


class Assignee(Value):
    """An assignee's status as a lead sees it."""

    member: MemberRef
    status: StatusFilter
    at: datetime | None = None
    decline_reason: DeclineReason | None = None
    comment: str | None = None
    requested_until: datetime | None = None
    extended_until: datetime | None = None


class Review(Value):
    """A member's submission that waits for a review."""

    id: AssignmentId
    to: AudienceId
    item: ItemId
    kind: Kind
    type: str | None
    title: str
    due: datetime
    member: MemberRef
    since: datetime


MAX_ITEMS = 10
MAX_ASSIGNEES = 10
MAX_ASSIGNMENTS_PER_REQUEST = 30
"""Assignments that one request creates: three rows each fit into one transaction."""

Note = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
Comment = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class NewAssignments(Value):
    """Assigns several items to one group or to some members, with the same task and due date."""

    items: Annotated[list[ItemIdField], Field(min_length=1, max_length=MAX_ITEMS)]
    group: Annotated[GroupId, ULID] | None = None
    members: Annotated[list[MemberIdField], Field(max_length=MAX_ASSIGNEES)] = []
    task: Task = Task.READ
    note: Note = ""
    due: Day
    zone: TimeZone
    reviewer: MemberIdField | None = None

    @model_validator(mode="after")
    def _check_recipients(self) -> Self:
        if (self.group is None) == (not self.members):
            raise ValueError("Choose either a group or members.")
        if self.reviewer and self.task is not Task.REVIEW:
            raise ValueError("Only review assignments have a reviewer.")
        if len(set(self.items)) * max(1, len(set(self.members))) > MAX_ASSIGNMENTS_PER_REQUEST:
            raise ValueError(
                f"At most {MAX_ASSIGNMENTS_PER_REQUEST} assignments can be created at once."
            )
        return self


class AssignmentChange(Value):
    """Changes an assignment; omitted fields stay. `due` is a day in the assignment's time zone."""

    due: Day | None = None
    note: Note | None = None
    phase: Phase | None = None


class AssigneesQuery(PageQuery):
    """Filters assignees by status; without `status`, all."""

    status: StatusFilter | None = None


class MyAssignmentsQuery(PageQuery):
    """Open assignments by due date; with `done`, completed ones, latest first."""

    done: bool = False


class ProgressUpdate(Value):
    """The caller's new state."""

    state: ProgressState


class PageReached(Value):
    """The page of the file that the caller has reached."""

    page: Annotated[int, Field(ge=1, le=100_000)]


class DeclineRequest(Value):
    """Why the caller declines an assignment."""

    decline_reason: DeclineReason
    comment: Comment = ""


class ExtensionRequest(Value):
    """Requests an extension until the end of a day in the assignment's time zone."""

    due: Day
    comment: Comment = ""


class ExtensionGrant(Value):
    """Grants an extension until the end of a day in the assignment's time zone."""

    due: Day


class ReviewDecision(Value):
    """Accepts or returns what was submitted, with an optional comment."""

    accepted: bool
    review_comment: Comment = ""
