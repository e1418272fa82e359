"""An assignment: an item that a group or a member is asked to read, do or review by a day."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Self

from sharewell.caller import Caller
from sharewell.content.model import Item, Kind
from sharewell.errors import Conflict, Missing
from sharewell.identity.model import MemberRef
from sharewell.ids import AssignmentId, AudienceId, GroupId, ItemId, MemberId, ulid_time
from sharewell.values import Value

PDF = "application/pdf"


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


class Host(StrEnum):
    """What became of the group that it is given to. An archived one asks nothing of anybody."""

    HERE = "here"
    ARCHIVED = "archived"
    DELETED = "deleted"


class Where(StrEnum):
    """Where somebody stands; `open` is who has said and done nothing of it yet."""

    OPEN = "open"
    DONE = "done"
    READY = "ready"
    ASKS = "asks"
    SAYS = "says"
    LATER = "later"


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
    pages: int = 0
    title: str
    authors: list[MemberId]
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
    host: Host = Host.HERE
    seen: int
    """The version of the item that the copy is of."""
    counts: Counts = Counts()
    reminded_at: datetime | None = None
    version: int = 1

    @property
    def first_due(self) -> datetime:
        """When it was due before anybody put it off."""
        return ulid_time(self.id)

    @property
    def judge(self) -> MemberRef:
        """Who says whether it is done, of one to review."""
        return self.reviewer or self.given_by

    @property
    def is_asked(self) -> bool:
        """Whether anybody is asked for it now."""
        return self.phase is Phase.OPEN and self.host is Host.HERE

    @property
    def is_there(self) -> bool:
        """Whether it shows anywhere: not withdrawn, and neither item nor group deleted."""
        gone = self.gone or self.host is Host.DELETED
        return not gone and self.phase is not Phase.WITHDRAWN

    @property
    def turns_pages(self) -> bool:
        """Whether it is done with the last of its pages; of which there are 0 until it is read."""
        return self.task is Task.READ and self.kind is Kind.FILE and self.type == PDF

    def is_for(self, who: Caller) -> bool:
        """Whether `who` sees the item that it is about."""
        return self.is_for_member(who.member, who.groups)

    def is_for_member(self, member: MemberId, groups: Collection[GroupId]) -> bool:
        """Whether a member who is in these groups sees the item that it is about."""
        if not self.audience or member in self.authors:
            return True
        return not set(self.audience).isdisjoint(groups)

    def reviewed_by(self, other: MemberRef) -> Self:
        """The same with another reviewer."""
        return self.model_copy(update={"reviewer": other, "version": self.version + 1})

    def shows_to(self, who: Caller) -> bool:
        """Whether `who`, whom it is given to or who leads them, may still see what it is about."""
        return self.is_there and self.is_for(who)

    def asks(self, who: Caller) -> bool:
        """Whether `who` is one of those it is given to, as far as a membership says."""
        return self.to in who.groups if self.for_group else self.to == who.member

    def must_ask(self, who: Caller) -> None:
        """Raise unless `who` may tick it now."""
        if not (self.asks(who) and self.shows_to(who)):
            raise Missing("there is no such assignment")
        self.must_be_open()

    def must_be_open(self) -> None:
        """Raise when it is closed, or its group is archived."""
        if self.phase is not Phase.OPEN:
            raise Conflict("this assignment is closed")
        if self.host is not Host.HERE:
            raise Conflict("this group is archived; nothing is asked of it")

    def about(self, item: Item, *, gone: bool) -> Self:
        """The same with what its item is now."""
        return self.model_copy(update={**copy_of(item), "gone": gone, "seen": item.version})


def copy_of(item: Item) -> dict[str, object]:
    """What an assignment shows of its item."""
    return {
        "kind": item.kind,
        "type": item.file.type if item.file else None,
        "pages": item.file.pages if item.file else 0,
        "title": item.title,
        "authors": item.authors,
        "audience": item.groups,
    }
