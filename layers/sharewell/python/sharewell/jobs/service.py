"""Batch jobs: starting them, and running their batches.

Messages come at least once and in any order. A batch counts only while its job is at the step that
it was read at: what a second worker does is refused, or was harmless. Each step that needs another
message has it in the outbox of the job's row, so a job goes on whatever happens to a worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.clock import Clock, now
from sharewell.ids import OrganisationId
from sharewell.jobs.model import Job, JobInterrupted, JobResting, JobState
from sharewell.jobs.queue import JobKind, JobMessage, first_of, message_for
from sharewell.jobs.store import JobStore
from sharewell.table import Write
from sharewell.values import Value


@dataclass(frozen=True, slots=True)
class Jobs:
    """Starts jobs, runs their batches, and keeps how far they are."""

    store: JobStore
    now: Clock = now

    def get(
        self, organisation: OrganisationId, kind: str, partition: str, subject: str = ""
    ) -> Job | None:
        """Returns the latest job of a kind on a thing."""
        return self.store.get(organisation, kind, partition, subject)

    def start(self, job: Job, write: Write, *, replacing: Job | None = None) -> None:
        """Writes a new job, in place of another if there is one, and its first message.

        Raises Conflict if there is one and none was to be replaced, Gone if that has gone on.
        """
        message = message_for(job)
        if replacing:
            self.store.replace(replacing, job, write, message)
        else:
            self.store.add(job, write, message)

    def advance(self, job: Job, cursor: Value, write: Write) -> None:
        """Has the next batch begin at `cursor`. Raises JobInterrupted if it is not at this one."""
        new = job.at_next_step(cursor)
        needs_message = new.step == job.next_message_at
        self.store.advance(job, new, write, *([message_for(new)] if needs_message else ()))

    def finish(self, job: Job, write: Write, result: Value | None = None) -> None:
        """Writes that a job is done; it is kept for a week, or as long as its thing for a result.

        Raises JobInterrupted if it is not at this batch.
        """
        if not job.is_written:
            return
        new = job.at_next_step(result) if result else job
        done = new.model_copy(update={"state": JobState.DONE})
        self.store.finish(job, done, write, None if result else self.now())

    def require_current(self, job: Job, write: Write) -> None:
        """Adds a condition check: the job is at this batch. Raises JobInterrupted."""
        self.store.require_current(job, write)

    def run(self, message: JobMessage, kinds: Mapping[str, JobKind]) -> None:
        """Runs the batches that a message is for, as far as they have not been run."""
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
            except JobInterrupted:  # who did it may die before there is another message
                continue

    def _due(self, message: JobMessage, batches: int) -> Job | None:
        """Returns the job, if it is at one of the batches that the message is for."""
        until = message.step + batches
        if message.cursor is not None:
            return first_of(message)
        found = self.store.get(
            message.organisation, message.kind, message.partition, message.subject
        )
        if found is None or found.id != message.job or not found.is_running:
            return None
        is_due = message.step <= found.step < until
        return found.model_copy(update={"next_message_at": until}) if is_due else None


jobs = Jobs(JobStore())
