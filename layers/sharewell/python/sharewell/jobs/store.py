"""Batch jobs, as rows.

read                              key
-------------------------------   --------------------------------------------------
the job of a kind on a thing      <partition of the thing> / JOB#<kind>[#<subject>]
"""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from sharewell import table
from sharewell.errors import Gone
from sharewell.ids import OrganisationId
from sharewell.jobs.model import Job, JobInterrupted
from sharewell.jobs.queue import JobMessage
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row, Write

KEPT_FOR = timedelta(days=7)
"""How long a job that is done is remembered: longer than a message waits in the queue."""
REPLACED = "this job was replaced by another, or has gone on"


class JobRow(Row):
    """How far a job is, in the partition of the thing that it works on."""

    of_group = KeyShape("GROUP#<org>#<group> / JOB#<kind:word>[#<subject>]", parent=Parent.GROUP)
    of_channel = KeyShape(
        "CHANNEL#<org>#<channel> / JOB#<kind:word>[#<subject>]", parent=Parent.CHANNEL
    )
    of_assignment = KeyShape("ASSIGNEES#<org>#<assignment> / JOB#<kind:word>[#<subject>]")
    of_import = KeyShape("IMPORT#<org>#<imported> / JOB#<kind:word>[#<subject>]")

    id = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    step = NumberAttribute()
    cursor = UnicodeAttribute()
    state = UnicodeAttribute()


class JobStore:
    """Where it is kept how far jobs are."""

    def get(
        self, organisation: OrganisationId, kind: str, partition: str, subject: str = ""
    ) -> Job | None:
        """Returns the latest job of a kind on a thing, with a strongly consistent read."""
        row = table.get(JobRow, partition, _sort_key(kind, subject), consistent=True)
        where = {"organisation": organisation, "partition": partition, "subject": subject}
        return Job(**row.fields(), **where, kind=kind) if row else None

    def add(self, job: Job, write: Write, message: JobMessage) -> None:
        """Writes a job where there is none. Raises Conflict if there is one."""
        row = _row(job)
        row.id, row.at, row.step, row.cursor = job.id, job.at, job.step, job.cursor
        row.state = job.state.value
        write.add(row, message, taken=REPLACED)

    def replace(self, old: Job, new: Job, write: Write, message: JobMessage) -> None:
        """Writes a job in place of another. Raises Gone if that one has gone on."""
        self._update(new, write, _is_at(old), Gone(REPLACED), None, message)

    def advance(self, old: Job, new: Job, write: Write, *messages: JobMessage) -> None:
        """Writes where a job is after a batch; a job without a row gets one by its first.

        Raises JobInterrupted if it is not where it was.
        """
        is_unwritten = JobRow.pk.does_not_exist() | (JobRow.id < old.id)
        holds = _is_at(old) | is_unwritten if old.step == 0 else _is_at(old)
        self._update(new, write, holds, JobInterrupted(REPLACED), None, *messages)

    def finish(self, old: Job, done: Job, write: Write, at: datetime | None) -> None:
        """Writes that a job is done, for good or from `at` on for a while.

        Raises JobInterrupted if it is not where it was.
        """
        expires = at + KEPT_FOR if at else None
        self._update(done, write, _is_at(old), JobInterrupted(REPLACED), expires)

    def require_current(self, job: Job, write: Write) -> None:
        """Adds a condition check: the job is where it was read. Raises JobInterrupted."""
        sk = _sort_key(job.kind, job.subject)
        write.check(JobRow, job.partition, sk, _is_at(job), JobInterrupted(REPLACED))

    def _update(
        self,
        job: Job,
        write: Write,
        holds: Condition,
        otherwise: Gone,
        expires: datetime | None,
        *messages: JobMessage,
    ) -> None:
        actions = [
            JobRow.id.set(job.id),
            JobRow.at.set(job.at),
            JobRow.step.set(job.step),
            JobRow.cursor.set(job.cursor),
            JobRow.state.set(job.state.value),
            JobRow.expires.set(expires) if expires else JobRow.expires.remove(),
        ]
        write.update(_row(job), actions, *messages, only_if=holds, otherwise=otherwise)


def _is_at(job: Job) -> Condition:
    is_same: Condition = JobRow.id == job.id
    is_same &= JobRow.step == job.step
    is_same &= JobRow.state == job.state.value
    return is_same


def _row(job: Job) -> JobRow:
    return JobRow(job.partition, _sort_key(job.kind, job.subject))


def _sort_key(kind: str, subject: str) -> str:
    return JobRow.of_group.sk(kind, subject or None)
