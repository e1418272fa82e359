"""A batch job: which batch is next, and where that one begins."""

from datetime import datetime
from enum import StrEnum
from typing import Self, TypeVar

from sharewell.errors import Gone
from sharewell.ids import OrganisationId
from sharewell.values import Value

C = TypeVar("C", bound=Value)


class JobState(StrEnum):
    """Whether a job has batches left."""

    RUNNING = "running"
    DONE = "done"


class JobInterrupted(Gone):
    """Another worker did this batch, or a newer job replaced this one."""


class JobResting(JobInterrupted):
    """What the job works on is away for now; whatever brings it back starts another one."""


class Job(Value):
    """One job of a kind. Its row lies in the partition of what it works on.

    There is one job of each kind and `subject` in a partition; a newer one replaces it. `step`
    counts its batches, `cursor` is a value of its kind as JSON: all that a batch needs to begin.
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
    """The step from which another message carries it on."""
    is_written: bool = True
    """Whether it has a row: one that begins with a message alone has none in its first batch."""

    @property
    def is_running(self) -> bool:
        """Whether it has batches left."""
        return self.state is JobState.RUNNING

    def read_cursor(self, kind: type[C]) -> C:
        """Returns its cursor, as the value that jobs of its kind keep there."""
        return kind.model_validate_json(self.cursor)

    def at_next_step(self, cursor: Value) -> Self:
        """Returns the job as its next batch finds it."""
        changes = {"step": self.step + 1, "cursor": cursor.model_dump_json()}
        return self.model_copy(update=changes)
