"""The job that notifies those who are assigned something, a group a hundred in a batch."""

from sharewell.assignments.model import Assignment
from sharewell.assignments.standing.rows_store import assignees
from sharewell.caller import Caller
from sharewell.ids import AssignmentId, AudienceId, MemberId, new_ulid
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobMessage, message_for
from sharewell.values import Value

KIND = "assignee-fanout"


class AssigneeCursor(Value):
    """Whom it is assigned to, and the member that the batch before ended with.

    A reminder is for those of them who have not done it.
    """

    to: AudienceId
    assignment: AssignmentId
    called_by: MemberId
    is_reminder: bool
    after: str = ""


def first_message(it: Assignment, by: Caller, *, is_reminder: bool) -> JobMessage:
    """Returns the message that starts the job of an assignment, or of a reminder of it."""
    at = it.reminded_at or it.given_at
    id = new_ulid(at)
    cursor = AssigneeCursor(
        to=it.to, assignment=it.id, called_by=by.member, is_reminder=is_reminder
    )
    job = Job(
        organisation=by.organisation,
        kind=KIND,
        partition=assignees(by.organisation, it.id),
        subject=id,
        id=id,
        at=at,
        cursor=cursor.model_dump_json(),
    )
    return message_for(job, with_cursor=True)
