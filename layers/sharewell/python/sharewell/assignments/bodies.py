"""What people say of assignments: bodies and queries, with what each may be at most."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.assignments.model import Phase, Task, Where
from sharewell.assignments.standing.model import Doing, Reason
from sharewell.content.sent.model import GivenItem
from sharewell.identity.model import GivenMember
from sharewell.ids import GroupId
from sharewell.paging import After
from sharewell.profiles.model import TimeZone
from sharewell.values import ULID, Value

MOST_ITEMS = 10
MOST_ASSIGNEES = 10
MOST_AT_ONCE = 30
"""Assignments that one call gives: three rows each fit into one transaction."""

Note = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
Few = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class NewAssignments(Value):
    """Several items for one group or some members, alike in everything else."""

    items: Annotated[list[GivenItem], Field(min_length=1, max_length=MOST_ITEMS)]
    group: Annotated[GroupId, ULID] | None = None
    members: Annotated[list[GivenMember], Field(max_length=MOST_ASSIGNEES)] = []
    task: Task = Task.READ
    note: Note = ""
    due: Day
    zone: TimeZone
    reviewer: GivenMember | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.group is None) == (not self.members):
            raise ValueError("give it to a group or to members")
        if self.reviewer and self.task is not Task.REVIEW:
            raise ValueError("only what is to be reviewed has a reviewer")
        if len(set(self.items)) * max(1, len(set(self.members))) > MOST_AT_ONCE:
            raise ValueError(f"at most {MOST_AT_ONCE} assignments at once")
        return self


class AssignmentChange(Value):
    """What is left out stays. `due` is a day where it was assigned."""

    due: Day | None = None
    note: Note | None = None
    phase: Phase | None = None


class WhoQuery(After):
    """Whom of those it is given to: all, or those who stand somewhere."""

    where: Where | None = None


class MineQuery(After):
    """What is still to do, what is due first first; or what is done, the other way round."""

    done: bool = False


class Saying(Value):
    """Where one stands now."""

    state: Doing


class Reached(Value):
    """The page of a file that one is at."""

    page: Annotated[int, Field(ge=1, le=100_000)]


class Explanation(Value):
    """Why something will not be done."""

    why: Reason
    words: Few = ""


class MoreTime(Value):
    """Until the end of which day, where it was assigned."""

    due: Day
    words: Few = ""


class NewDue(Value):
    """Until the end of which day, where it was assigned."""

    due: Day


class Verdict(Value):
    """Whether what is ready is accepted, and a word with it."""

    accepted: bool
    word: Few = ""
