"""Messages of the jobs queue: requests to run a batch of a job.

A message leaves in the outbox of a row, like an event, so it is never lost: the relay sends it to
the queue.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.core.events import OutboxMessage
from sharewell.jobs.model import Job


class JobMessage(OutboxMessage):
    """A request to run the batches of a job from `step` on.

    `cursor` is set for a job without a row: its first batch writes one if more batches are left.
    """

    kind: str
    partition: str
    subject: str
    job: str
    step: int
    cursor: str | None = None


@dataclass
class JobKind:
    """A kind of job: the function that runs a batch, and the batches that one message runs.

    `run_batch` advances or finishes its job in the transaction that does the batch, or after
    idempotent work.
    """

    name: str
    run_batch: Callable[[Job], None]
    batches: int = 1


def message_for(job: Job, *, with_cursor: bool = False) -> JobMessage:
    """Returns a message that requests a job's next batch.

    `with_cursor` is for a new job whose message leaves in the outbox of another row.
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


def job_from(message: JobMessage) -> Job:
    """Returns the new job that a message with a cursor starts."""
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
