"""What the jobs queue carries: that a batch of a job is to be run.

A message leaves in the outbox of a row, like an event, so it is never lost: the relay puts it on
the queue.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.events import OutboxMessage
from sharewell.jobs.model import Job


class JobMessage(OutboxMessage):
    """The batches of a job from `step` on are to be run.

    `cursor` is there for a job that has no row yet: its first batch writes one if more is left.
    """

    kind: str
    partition: str
    subject: str
    job: str
    step: int
    cursor: str | None = None


@dataclass
class JobKind:
    """A kind of job: what runs one of its batches, and how many one message is good for.

    `run_batch` advances or finishes the job that it is given, in the transaction that does the
    batch, or after work that may be repeated.
    """

    name: str
    run_batch: Callable[[Job], None]
    batches: int = 1


def message_for(job: Job, *, with_cursor: bool = False) -> JobMessage:
    """Returns a message that has a job's next batch run.

    `with_cursor` is for a new job whose message leaves with another row than its own.
    """
    return JobMessage(
        organisation=job.organisation,
        at=job.at,
        kind=job.kind,
        partition=job.partition,
        subject=job.subject,
        job=job.id,
        step=job.step,
        cursor=job.cursor if with_cursor else None,
    )


def first_of(message: JobMessage) -> Job:
    """Returns the job that begins with a message alone."""
    return Job(
        organisation=message.organisation,
        kind=message.kind,
        partition=message.partition,
        subject=message.subject,
        id=message.job,
        at=message.at,
        step=message.step,
        cursor=message.cursor or "",
        next_message_at=message.step + 1,
        is_written=False,
    )
