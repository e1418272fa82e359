"""A group: a list of people with a purpose, who may know of it, and what each is in it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from sharewell.caller import Caller, Role
from sharewell.errors import Forbidden
from sharewell.identity.model import GivenMember
from sharewell.ids import GroupId, ItemId, MemberId
from sharewell.values import Line, Name, Switch, Text, Value

UNDO_FOR = timedelta(days=30)
TOGETHER = 30
"""People that one write lets in: three rows each fit into one transaction."""
MOST_MEMBERS_AT_ONCE = 200
"""People that one call lets in; those beyond the first come in a moment later."""
MOST_PINNED = 6
LONGEST_ABOUT = 140
"""Characters of a purpose that lists show."""


class GroupKind(StrEnum):
    """What a group is for."""

    TEAM = "team"
    PROJECT = "project"
    COMMUNITY = "community"
    PRACTICE = "practice"


class Visibility(StrEnum):
    """Who knows of it: all, who may come in or ask to; or those in it and asked in alone."""

    OPEN = "open"
    REQUEST = "request"
    PRIVATE = "private"
    SECRET = "secret"  # noqa: S105  # a kind of group

    @property
    def is_listed(self) -> bool:
        """Whether the whole organisation may know that there is such a group."""
        return self in (Visibility.OPEN, Visibility.REQUEST)


class GroupRole(StrEnum):
    """What somebody is in a group; observers see what members see and let nobody in."""

    LEAD = "lead"
    MEMBER = "member"
    OBSERVER = "observer"


class Way(StrEnum):
    """How somebody came into a group."""

    MADE = "made"
    BY_HAND = "by_hand"
    RULE = "rule"
    JOINED = "joined"
    ASKED = "asked"
    INVITED = "invited"


class Why(Value):
    """How somebody came in, and who saw to it: a name as it was then."""

    way: Way = Way.BY_HAND
    by: str | None = None


class Group(Value):
    """People with a purpose. `rule` says in words whom it takes in by itself.

    Of its `members` neither `observers` are asked for anything nor those `away`, who are
    deactivated; who is both counts among the observers.

    A group from before there were leads has none until somebody is let in or out.
    """

    id: GroupId
    name: str
    kind: GroupKind = GroupKind.TEAM
    visibility: Visibility = Visibility.PRIVATE
    purpose: str = ""
    made_by: MemberId
    made_at: datetime
    members: int = 1
    leads: int = 0
    observers: int = 0
    away: int = 0
    pinned: list[ItemId] = []
    rule: str | None = None
    archived_at: datetime | None = None
    deleted_at: datetime | None = None
    discussion: Switch | None = None
    version: int

    @property
    def is_about(self) -> bool:
        """Whether it is neither archived nor deleted, so that people come in."""
        return self.archived_at is None and self.deleted_at is None

    @property
    def taking_part(self) -> int:
        """How many are asked what the group is asked."""
        return self.members - self.observers - self.away


class Counted(NamedTuple):
    """As what people of a group are counted, or how many more there are of each."""

    leads: int = 0
    observers: int = 0
    away: int = 0

    def but(self, before: "Counted") -> "Counted":
        """How many more these are than before."""
        return Counted(*(now - then for now, then in zip(self, before, strict=True)))

    def plus(self, others: "Counted") -> "Counted":
        """These and others."""
        return Counted(*(one + other for one, other in zip(self, others, strict=True)))


class Membership(Value):
    """What somebody is in a group, and why they are in it; `away` while they are deactivated."""

    member: MemberId
    name: str
    role: GroupRole = GroupRole.MEMBER
    why: Why = Why()
    away: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether they are asked what the group is asked."""
        return self.role is not GroupRole.OBSERVER and not self.away

    @property
    def counted(self) -> Counted:
        """As what the group counts them, besides that they are in it."""
        observes = self.role is GroupRole.OBSERVER
        return Counted(self.role is GroupRole.LEAD, observes, self.away and not observes)

    def tends(self, who: Caller) -> bool:
        """Whether `who`, whose this is, tends the group: its leads, and administrators in it."""
        return self.role is GroupRole.LEAD or who.role is Role.ADMIN

    def must_tend(self, who: Caller) -> None:
        """Raise unless they do."""
        if not self.tends(who):
            raise Forbidden("only those who lead a group and administrators in it do this")


class GroupView(Group):
    """A group as one member sees it. Without a `role` they are not in it, and see its card."""

    role: GroupRole | None
    may_tend: bool = False
    asked: bool = False
    invited: bool = False


class GroupCard(Value):
    """A line in a list of groups."""

    id: GroupId
    name: str
    kind: GroupKind
    visibility: Visibility
    purpose: str = ""
    archived: bool = False


class DeletedGroup(Value):
    """A deleted group that can be restored until a day."""

    id: GroupId
    name: str
    deleted_at: datetime
    until: datetime


class GroupMember(Value):
    """Somebody in a group."""

    id: MemberId
    name: str
    role: GroupRole
    why: Why


class NewGroup(Value):
    """A name, what for, and who is in it besides whoever makes it."""

    name: Name
    kind: GroupKind = GroupKind.TEAM
    visibility: Visibility = Visibility.PRIVATE
    purpose: Text = ""
    members: Annotated[list[GivenMember], Field(max_length=MOST_MEMBERS_AT_ONCE)] = []


class GroupChange(Value):
    """What is left out stays."""

    name: Name | None = None
    kind: GroupKind | None = None
    visibility: Visibility | None = None
    purpose: Text | None = None
    archived: bool | None = None


class RoleChange(Value):
    """What somebody is to be in a group from now on."""

    role: GroupRole


class MoreMembers(Value):
    """People to let in by hand."""

    members: Annotated[list[GivenMember], Field(min_length=1, max_length=MOST_MEMBERS_AT_ONCE)]


class HandOver(Value):
    """Who leads from now on."""

    to: GivenMember


class OwnQuery(Value):
    """Which of one's groups: all, or those that are about and that one tends."""

    tended: bool = False


class MembersQuery(Value):
    """Whom of a group: all, those with a role, or those whose name begins so."""

    role: GroupRole | None = None
    name: Annotated[str, Field(max_length=80)] | None = None
    after: Annotated[str, Field(max_length=2_000)] | None = None


class Asking(Value):
    """What somebody who asks to be let in says of it."""

    words: Line = ""
