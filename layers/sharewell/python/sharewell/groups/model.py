"""Values and limits of groups: visibility, roles, memberships, requests and responses."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from sharewell.core.caller import Caller, Role
from sharewell.core.errors import Forbidden
from sharewell.core.ids import GroupId, ItemId, MemberId
from sharewell.core.values import DiscussionMode, Line, Name, Text, Value
from sharewell.identity.model import MemberIdField

RESTORABLE_FOR = timedelta(days=30)
MEMBERS_PER_WRITE = 30
"""Members that one transaction adds, at three rows each."""
MAX_MEMBERS_PER_REQUEST = 200
"""Members that one request adds; a job adds those beyond the first `MEMBERS_PER_WRITE`."""
MAX_PINNED = 6
MAX_PURPOSE_LENGTH = 140
"""Maximum length of a purpose in lists, in characters."""


class GroupKind(StrEnum):
    """The kind of a group."""

    TEAM = "team"
    PROJECT = "project"
    COMMUNITY = "community"
    PRACTICE = "practice"


class Visibility(StrEnum):
    """Who can find and join a group.

    `open`: every member finds and joins it; `request`: every member finds it and can request to
    join; `private` and `secret`: only its members and invited members see it.
    """

    OPEN = "open"
    REQUEST = "request"
    PRIVATE = "private"
    SECRET = "secret"  # noqa: S105  # a kind of group

    @property
    def is_listed(self) -> bool:
        """Whether the group is in the directory of the organisation."""
        return self in (Visibility.OPEN, Visibility.REQUEST)


class GroupRole(StrEnum):
    """The role of a member in a group. Observers see what members see, and cannot invite."""

    LEAD = "lead"
    MEMBER = "member"
    OBSERVER = "observer"


class OriginKind(StrEnum):
    """How a member joined a group."""

    CREATED = "created"
    MANUAL = "manual"
    RULE = "rule"
    JOINED = "joined"
    REQUESTED = "requested"
    INVITED = "invited"


class Origin(Value):
    """How a member joined a group, and the name that the person who added them had then."""

    kind: OriginKind = OriginKind.MANUAL
    by: str | None = None


class Group(Value):
    """A group. `rule` describes its membership rule in words.

    Neither `observers` nor `deactivated` members of its `members` are assignable; who is both
    counts as an observer only.
    """

    id: GroupId
    name: str
    kind: GroupKind = GroupKind.TEAM
    visibility: Visibility = Visibility.PRIVATE
    purpose: str = ""
    created_by: MemberId
    created_at: datetime
    members: int = 1
    leads: int = 0
    observers: int = 0
    deactivated: int = 0
    pinned: list[ItemId] = []
    rule: str | None = None
    archived_at: datetime | None = None
    deleted_at: datetime | None = None
    discussion: DiscussionMode | None = None
    version: int

    @property
    def is_active(self) -> bool:
        """Whether the group is neither archived nor deleted, so that members can join."""
        return self.archived_at is None and self.deleted_at is None

    @property
    def assignee_count(self) -> int:
        """The number of assignable members."""
        return self.members - self.observers - self.deactivated


class MemberCounts(NamedTuple):
    """Numbers of group members by kind, or the changes of these numbers."""

    leads: int = 0
    observers: int = 0
    deactivated: int = 0

    def minus(self, before: "MemberCounts") -> "MemberCounts":
        """Returns the differences to the counts `before`."""
        return MemberCounts(*(now - then for now, then in zip(self, before, strict=True)))

    def plus(self, others: "MemberCounts") -> "MemberCounts":
        """Returns the sums with other counts."""
        return MemberCounts(*(one + other for one, other in zip(self, others, strict=True)))


class Membership(Value):
    """A member's role in a group and how they joined; `deactivated` copies the member's state."""

    member: MemberId
    name: str
    role: GroupRole = GroupRole.MEMBER
    origin: Origin = Origin()
    deactivated: bool = False

    @property
    def is_assignable(self) -> bool:
        """Whether the group's assignments apply to the member."""
        return self.role is not GroupRole.OBSERVER and not self.deactivated

    @property
    def counts(self) -> MemberCounts:
        """The counts that the member adds to the group's, besides `members`."""
        observes = self.role is GroupRole.OBSERVER
        return MemberCounts(
            self.role is GroupRole.LEAD, observes, self.deactivated and not observes
        )

    def can_manage(self, who: Caller) -> bool:
        """Returns whether the caller manages the group: its leads, and administrators in it."""
        return self.role is GroupRole.LEAD or who.role is Role.ADMIN

    def require_manager(self, who: Caller) -> None:
        """Raises Forbidden unless the caller, whose membership this is, manages the group."""
        if not self.can_manage(who):
            raise Forbidden("Only the group's leads and administrators in it can do this.")


class GroupView(Group):
    """A group as one member sees it: without a `role` they are not in it and see its card only."""

    role: GroupRole | None
    may_manage: bool = False
    has_requested: bool = False
    is_invited: bool = False


class GroupCard(Value):
    """A group in a list."""

    id: GroupId
    name: str
    kind: GroupKind
    visibility: Visibility
    purpose: str = ""
    archived: bool = False


class DeletedGroup(Value):
    """A deleted group, and until when it can be restored."""

    id: GroupId
    name: str
    deleted_at: datetime
    restorable_until: datetime


class GroupMember(Value):
    """A member in the list of a group."""

    id: MemberId
    name: str
    role: GroupRole
    origin: Origin


class NewGroup(Value):
    """A request to create a group, with members besides its creator."""

    name: Name
    kind: GroupKind = GroupKind.TEAM
    visibility: Visibility = Visibility.PRIVATE
    purpose: Text = ""
    members: Annotated[list[MemberIdField], Field(max_length=MAX_MEMBERS_PER_REQUEST)] = []


class GroupChange(Value):
    """A change of a group; fields that are left out stay as they are."""

    name: Name | None = None
    kind: GroupKind | None = None
    visibility: Visibility | None = None
    purpose: Text | None = None
    archived: bool | None = None


class RoleChange(Value):
    """A request to change a member's role in a group."""

    role: GroupRole


class NewMembers(Value):
    """A request to add members to a group."""

    members: Annotated[list[MemberIdField], Field(min_length=1, max_length=MAX_MEMBERS_PER_REQUEST)]


class LeadTransfer(Value):
    """A request to transfer the lead role to a member."""

    to: MemberIdField


class MyGroupsQuery(Value):
    """Filters the caller's groups; `managed`: only active groups that they manage."""

    managed: bool = False


class MembersQuery(Value):
    """Filters the members of a group by role or by the beginning of their name."""

    role: GroupRole | None = None
    name: Annotated[str, Field(max_length=80)] | None = None
    after: Annotated[str, Field(max_length=2_000)] | None = None


class JoinMessage(Value):
    """A request to join a group, with an optional message."""

    message: Line = ""
