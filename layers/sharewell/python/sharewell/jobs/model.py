"""The state of a batch job: its step and its cursor."""

from datetime import datetime
from enum import StrEnum
from typing import Self, TypeVar

from sharewell.core.errors import Gone
from sharewell.core.ids import OrganisationId
from sharewell.core.values import Value

C = TypeVar("C", bound=Value)


class JobState(StrEnum):
    """Whether a job has batches left."""

    RUNNING = "running"
    DONE = "done"


class JobInterrupted(Gone):
    """Another worker ran this batch, or a newer job replaced this one."""


class JobResting(JobInterrupted):
    """The job's thing is unavailable for now; its return starts another job."""


class Job(Value):
    """A job of a kind. Its row is in the partition of the thing that it works on.

    A partition has one job of each kind and `subject`; a newer one replaces it. `step` counts
    batches; `cursor` is a value of the kind as JSON, all that a batch needs to begin.
    """

    organisation: OrganisationId
    kind: str
    partition: str
    subject: str = ""
    id: str
    at: datetime
    step: int = 0
    cursor: str
    state: JobState = JobState.RUNNING
    next_message_at: int = 1
    """The step at which the job needs another message."""
    is_written: bool = True
    """Whether it has a row: a job that begins with a message has none in its first batch."""

    @property
    def is_running(self) -> bool:
        """Whether the job has batches left."""
        return self.state is JobState.RUNNING

    def read_cursor(self, kind: type[C]) -> C:
        """Returns the cursor as a value of the type that jobs of this kind use."""
        return kind.model_validate_json(self.cursor)

    def at_next_step(self, cursor: Value) -> Self:
        """Returns the job at its next step, with a new cursor."""
        changes = {"step": self.step + 1, "cursor": cursor.model_dump_json()}
        return self.model_copy(update=changes)
