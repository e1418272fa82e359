"""The job that notifies the assignees of an assignment, 100 members of a group per batch."""

from sharewell.assignments.model import Assignment
from sharewell.assignments.progress.rows_store import assignees
from sharewell.core.caller import Caller
from sharewell.core.ids import AssignmentId, AudienceId, MemberId, new_ulid
from sharewell.core.values import Value
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobMessage, message_for

KIND = "assignee-fanout"


class AssigneeCursor(Value):
    """The assignment, and the last member of the previous batch.

    A reminder goes to assignees who have not completed the assignment.
    """

    to: AudienceId
    assignment: AssignmentId
    called_by: MemberId
    is_reminder: bool
    after: str = ""


def first_message(assignment: Assignment, by: Caller, *, is_reminder: bool) -> JobMessage:
    """Returns the message that starts the job for a new assignment or for a reminder of it."""
    at = assignment.reminded_at or assignment.given_at
    id = new_ulid(at)
    cursor = AssigneeCursor(
        to=assignment.to,
        assignment=assignment.id,
        called_by=by.member,
        is_reminder=is_reminder,
    )
    job = Job(
        organisation=by.organisation,
        kind=KIND,
        partition=assignees(by.organisation, assignment.id),
        subject=id,
        id=id,
        at=at,
        cursor=cursor.model_dump_json(),
    )
    return message_for(job, with_cursor=True)
