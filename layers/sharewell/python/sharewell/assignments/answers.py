"""Assignments as they are answered: to those who are asked, who lead them, and who review."""

from datetime import datetime

from sharewell.assignments.model import Counts, Phase, Task, Where
from sharewell.assignments.standing.model import Doing, Reason
from sharewell.content.model import Kind
from sharewell.identity.model import MemberRef
from sharewell.ids import AssignmentId, AudienceId, ItemId
from sharewell.values import Value


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


class OwnState(Value):
    """How far the reader is; `due` is until when it is asked of them."""

    state: Doing
    due: datetime
    asked_until: datetime | None = None
    why: Reason | None = None


class CountedAssignment(Given):
    """A line for those in a group; all after `mine` is for those who lead it, and None for others.

    `mine` is None for those who are not asked.
    """

    to_name: str
    mine: OwnState | None = None
    of: int | None = None
    late: int | None = None
    counts: Counts | None = None
    judge: MemberRef | None = None
    version: int | None = None


class LedAssignment(CountedAssignment):
    """What a group or a member was given, as who leads them sees it: nobody by name."""

    note: str
    reminded_at: datetime | None


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
