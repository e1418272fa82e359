"""Starts batch jobs and runs their batches.

Messages arrive at least once and in any order. A batch commits only while its job is at the step
that it was read at: a second worker's batch is rejected, or was idempotent. A step that needs
another message writes it to the outbox of the job's row, so a job survives the crash of a worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.aws.table import Transaction
from sharewell.core.clock import Clock, now
from sharewell.core.ids import OrganisationId
from sharewell.core.values import Value
from sharewell.jobs.model import Job, JobInterrupted, JobResting, JobState
from sharewell.jobs.queue import JobKind, JobMessage, job_from, message_for
from sharewell.jobs.store import JobStore


@dataclass(frozen=True, slots=True)
class Jobs:
    """The service of batch jobs."""

    store: JobStore
    now: Clock = now

    def get(
        self, organisation: OrganisationId, kind: str, partition: str, subject: str = ""
    ) -> Job | None:
        """Returns the latest job of a kind on a thing."""
        return self.store.get(organisation, kind, partition, subject)

    def start(self, job: Job, tx: Transaction, *, replacing: Job | None = None) -> None:
        """Writes a new job, in place of `replacing` if given, and its first message.

        Raises: Conflict, if a job exists and none is to be replaced; Gone, if that one advanced.
        """
        message = message_for(job)
        if replacing:
            self.store.replace(replacing, job, tx, message)
        else:
            self.store.add(job, tx, message)

    def advance(self, job: Job, cursor: Value, tx: Transaction) -> None:
        """Writes the next step and its cursor. Raises JobInterrupted if the job is elsewhere."""
        new = job.at_next_step(cursor)
        needs_message = new.step == job.next_message_at
        self.store.advance(job, new, tx, *([message_for(new)] if needs_message else ()))

    def finish(self, job: Job, tx: Transaction, result: Value | None = None) -> None:
        """Marks a job as done; its row expires after a week, or with its thing if it has a result.

        Raises: JobInterrupted, if the job is at another step.
        """
        if not job.is_written:
            return
        new = job.at_next_step(result) if result else job
        done = new.model_copy(update={"state": JobState.DONE})
        self.store.finish(job, done, tx, None if result else self.now())

    def require_current(self, job: Job, tx: Transaction) -> None:
        """Adds a condition check: the job is at this step. Raises JobInterrupted."""
        self.store.require_current(job, tx)

    def run(self, message: JobMessage, kinds: Mapping[str, JobKind]) -> None:
        """Runs the batches that a message requests, except those already run."""
        kind = kinds[message.kind]
        batches = 1 if message.cursor is not None else kind.batches
        for _ in range(batches):
            job = self._due(message, batches)
            if job is None:
                return
            try:
                kind.run_batch(job)
            except JobResting:
                return
            except JobInterrupted:  # that worker may crash before its message
                continue

    def _due(self, message: JobMessage, batches: int) -> Job | None:
        """Returns the job if it is at a step that the message requests."""
        until = message.step + batches
        if message.cursor is not None:
            return job_from(message)
        found = self.store.get(
            message.organisation, message.kind, message.partition, message.subject
        )
        if found is None or found.id != message.job or not found.is_running:
            return None
        is_due = message.step <= found.step < until
        return found.model_copy(update={"next_message_at": until}) if is_due else None


jobs = Jobs(JobStore())
