"""An assignment: an item that a group or a member is asked to read, do or review by a day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.assignments.standing.model import Doing, Reason
from sharewell.caller import Caller
from sharewell.content.model import GivenItem, Item, Kind, MemberRef
from sharewell.errors import Conflict, Missing
from sharewell.identity.model import GivenMember
from sharewell.ids import AssignmentId, AudienceId, GroupId, ItemId, MemberId, minted_at
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


class Task(StrEnum):
    """What is asked."""

    READ = "read"
    DO = "do"
    REVIEW = "review"


class Phase(StrEnum):
    """Whether an assignment can still be done. A withdrawn one shows nowhere."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Counts(Value):
    """How many of those it is given to stand where. Who stands nowhere of it has not done it."""

    done: int = 0
    ready: int = 0
    asks: int = 0
    says: int = 0
    later: int = 0


class Assignment(Value):
    """What is kept of it. Its id's moment is when it was first due; its item is a copy."""

    id: AssignmentId
    to: AudienceId
    to_name: str
    for_group: bool
    item: ItemId
    kind: Kind
    type: str | None = None
    title: str
    author: MemberId
    audience: list[GroupId] = []
    task: Task
    note: str = ""
    due: datetime
    zone: str
    given_by: MemberRef
    given_at: datetime
    reviewer: MemberRef | None = None
    phase: Phase = Phase.OPEN
    gone: bool = False
    seen: int
    """The version of the item that the copy is of."""
    counts: Counts = Counts()
    reminded_at: datetime | None = None
    version: int = 1

    @property
    def first_due(self) -> datetime:
        """When it was due before anybody put it off."""
        return minted_at(self.id)

    @property
    def judge(self) -> MemberRef:
        """Who says whether it is done, of one to review."""
        return self.reviewer or self.given_by

    def shows_to(self, who: Caller) -> bool:
        """Whether `who`, whom it is given to or who leads them, may still see what it is about."""
        if self.gone or self.phase is Phase.WITHDRAWN:
            return False
        return (
            not self.audience or who.member == self.author or bool(who.groups & set(self.audience))
        )

    def asks(self, who: Caller) -> bool:
        """Whether `who` is one of those it is given to, as far as a membership says."""
        return self.to in who.groups if self.for_group else self.to == who.member

    def must_ask(self, who: Caller) -> None:
        """Raise unless `who` may tick it now."""
        if not (self.asks(who) and self.shows_to(who)):
            raise Missing("there is no such assignment")
        self.must_be_open()

    def must_be_open(self) -> None:
        """Raise when it is closed."""
        if self.phase is not Phase.OPEN:
            raise Conflict("this assignment is closed")

    def about(self, item: Item, *, gone: bool) -> Self:
        """The same with what its item is now."""
        return self.model_copy(update={**copy_of(item), "gone": gone, "seen": item.version})


def copy_of(item: Item) -> dict[str, object]:
    """What an assignment shows of its item."""
    return {
        "kind": item.kind,
        "type": item.file.type if item.file else None,
        "title": item.title,
        "author": item.author.id,
        "audience": item.groups,
    }


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


class Given(Value):
    """An assignment in a list. `to` is a group or a member; `due` the last moment of a day."""

    id: AssignmentId
    to: AudienceId
    for_group: bool
    item: ItemId
    kind: Kind
    type: str | None
    title: str
    task: Task
    due: datetime
    zone: str
    given_by: MemberRef
    phase: Phase


class OwnAssignment(Given):
    """What somebody is asked, and how far they are; `due` is until when it is asked of them."""

    state: Doing
    page: int
    asked_until: datetime | None
    why: Reason | None


class AskedOfMe(OwnAssignment):
    """The same with every word that was said of it."""

    to_name: str
    note: str
    judge: MemberRef
    extended: bool
    words: str
    word: str


class CountedAssignment(Given):
    """A line for those who lead a group; `counts` and what follows are None for others in it."""

    to_name: str
    of: int | None = None
    late: int | None = None
    counts: Counts | None = None
    version: int | None = None


class LedAssignment(CountedAssignment):
    """What a group or a member was given, as who leads them sees it: nobody by name."""

    note: str
    judge: MemberRef
    reminded_at: datetime | None


class Where(StrEnum):
    """Where somebody stands; `open` is who has said and done nothing of it yet."""

    OPEN = "open"
    DONE = "done"
    READY = "ready"
    ASKS = "asks"
    SAYS = "says"
    LATER = "later"


class Assignee(Value):
    """One of those whom it is given to, as who leads them sees it."""

    member: MemberRef
    where: Where
    at: datetime | None = None
    why: Reason | None = None
    words: str | None = None
    asked_until: datetime | None = None
    until: datetime | None = None


class Review(Value):
    """Something that a member says is ready to be reviewed."""

    id: AssignmentId
    to: AudienceId
    item: ItemId
    kind: Kind
    type: str | None
    title: str
    due: datetime
    member: MemberRef
    since: datetime


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
    """The page of a file that one is at, and how many it has."""

    page: Annotated[int, Field(ge=1, le=100_000)]
    pages: Annotated[int, Field(ge=1, le=100_000)]


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
