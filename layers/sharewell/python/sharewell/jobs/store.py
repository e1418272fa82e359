"""Reads and writes the rows of batch jobs.

read                              key
-------------------------------   --------------------------------------------------
the job of a kind on a thing      <partition of the thing> / JOB#<kind>[#<subject>]
"""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import Row, Transaction
from sharewell.core.errors import Gone
from sharewell.core.ids import OrganisationId
from sharewell.jobs.model import Job, JobInterrupted
from sharewell.jobs.queue import JobMessage

RETENTION = timedelta(days=7)
"""How long the row of a finished job stays: longer than a message waits in the queue."""
REPLACED = "This job was replaced or has advanced."


class JobRow(Row):
    """The state of a job, in the partition of the thing that it works on."""

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
    """The store of batch jobs."""

    def get(
        self, organisation: OrganisationId, kind: str, partition: str, subject: str = ""
    ) -> Job | None:
        """Returns the latest job of a kind on a thing, with a strongly consistent read."""
        row = table.get(JobRow, partition, _sort_key(kind, subject), consistent=True)
        where = {"organisation": organisation, "partition": partition, "subject": subject}
        return Job(**row.fields(), **where, kind=kind) if row else None

    def add(self, job: Job, tx: Transaction, message: JobMessage) -> None:
        """Writes a new job. Raises Conflict if one exists."""
        row = _row(job)
        row.id, row.at, row.step, row.cursor = job.id, job.at, job.step, job.cursor
        row.state = job.state.value
        tx.add(row, message, conflict=REPLACED)

    def replace(self, old: Job, new: Job, tx: Transaction, message: JobMessage) -> None:
        """Writes a job in place of another. Raises Gone if that one advanced."""
        self._update(new, tx, _is_at(old), Gone(REPLACED), None, message)

    def advance(self, old: Job, new: Job, tx: Transaction, *messages: JobMessage) -> None:
        """Writes a job's next step; the first batch of a job without a row creates it.

        Raises: JobInterrupted, if the job is at another step.
        """
        is_unwritten = JobRow.pk.does_not_exist() | (JobRow.id < old.id)
        holds = _is_at(old) | is_unwritten if old.step == 0 else _is_at(old)
        self._update(new, tx, holds, JobInterrupted(REPLACED), None, *messages)

    def finish(self, old: Job, done: Job, tx: Transaction, at: datetime | None) -> None:
        """Marks a job as done; its row expires RETENTION after `at`, or never without it.

        Raises: JobInterrupted, if the job is at another step.
        """
        expires = at + RETENTION if at else None
        self._update(done, tx, _is_at(old), JobInterrupted(REPLACED), expires)

    def require_current(self, job: Job, tx: Transaction) -> None:
        """Adds a condition check: the job is at the step that was read. Raises JobInterrupted."""
        sk = _sort_key(job.kind, job.subject)
        tx.check(JobRow, job.partition, sk, _is_at(job), JobInterrupted(REPLACED))

    def _update(
        self,
        job: Job,
        tx: Transaction,
        only_if: Condition,
        error: Gone,
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
        tx.update(_row(job), actions, *messages, only_if=only_if, error=error)


def _is_at(job: Job) -> Condition:
    is_same: Condition = JobRow.id == job.id
    is_same &= JobRow.step == job.step
    is_same &= JobRow.state == job.state.value
    return is_same


def _row(job: Job) -> JobRow:
    return JobRow(job.partition, _sort_key(job.kind, job.subject))


def _sort_key(kind: str, subject: str) -> str:
    return JobRow.of_group.sk(kind, subject or None)
