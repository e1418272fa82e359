"""An assignment: an item given to a group or a member to read, do or review by a due date."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Self

from sharewell.content.model import Item, Kind
from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, NotFound
from sharewell.core.ids import AssignmentId, AudienceId, GroupId, ItemId, MemberId, ulid_time
from sharewell.core.values import Value
from sharewell.identity.model import MemberRef

PDF = "application/pdf"


class Task(StrEnum):
    """What the assignees are to do with the item."""

    READ = "read"
    DO = "do"
    REVIEW = "review"


class Phase(StrEnum):
    """Whether an assignment can be completed. A withdrawn one is not shown."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class GroupState(StrEnum):
    """The state of the group that is the recipient. Assignments of an archived one are inactive."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


class StatusFilter(StrEnum):
    """A status, or `open` for assignees with no status yet."""

    OPEN = "open"
    DONE = "done"
    READY = "ready"
    EXTENSION_REQUESTED = "extension_requested"
    DECLINED = "declined"
    EXTENDED = "extended"


class Counts(Value):
    """Numbers of assignees by status. Assignees with no status are not counted."""

    done: int = 0
    ready: int = 0
    extension_requested: int = 0
    declined: int = 0
    extended: int = 0


class Assignment(Value):
    """An assignment. Its id's timestamp is the first due date; item fields are a copy."""

    id: AssignmentId
    to: AudienceId
    to_name: str
    is_for_group: bool
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
    item_deleted: bool = False
    group_state: GroupState = GroupState.ACTIVE
    item_version: int
    """The version of the item that the copy was made from."""
    counts: Counts = Counts()
    reminded_at: datetime | None = None
    version: int = 1

    @property
    def first_due(self) -> datetime:
        """Returns the due date that the assignment was created with."""
        return ulid_time(self.id)

    @property
    def effective_reviewer(self) -> MemberRef:
        """Returns the reviewer; without one, the member who created the assignment."""
        return self.reviewer or self.given_by

    @property
    def is_active(self) -> bool:
        """Returns whether assignees can complete it now."""
        return self.phase is Phase.OPEN and self.group_state is GroupState.ACTIVE

    @property
    def is_visible(self) -> bool:
        """Returns whether it is shown: not withdrawn, and neither item nor group deleted."""
        is_deleted = self.item_deleted or self.group_state is GroupState.DELETED
        return not is_deleted and self.phase is not Phase.WITHDRAWN

    @property
    def is_completed_by_pages(self) -> bool:
        """Returns whether the last page completes it. `pages` is 0 until the file is processed."""
        return self.task is Task.READ and self.kind is Kind.FILE and self.type == PDF

    def is_item_visible_to(self, caller: Caller) -> bool:
        """Returns whether a caller sees the item."""
        return self.is_item_visible_to_member(caller.member, caller.groups)

    def is_item_visible_to_member(self, member: MemberId, groups: Collection[GroupId]) -> bool:
        """Returns whether a member of these groups sees the item."""
        if not self.audience or member in self.authors:
            return True
        return not set(self.audience).isdisjoint(groups)

    def with_reviewer(self, reviewer: MemberRef) -> Self:
        """Returns a copy with another reviewer and the next version."""
        return self.model_copy(update={"reviewer": reviewer, "version": self.version + 1})

    def is_visible_to(self, caller: Caller) -> bool:
        """Returns whether a caller, an assignee or a lead, may still see the assignment."""
        return self.is_visible and self.is_item_visible_to(caller)

    def is_assigned_to(self, caller: Caller) -> bool:
        """Returns whether a caller is an assignee, judging by the caller's groups."""
        return self.to in caller.groups if self.is_for_group else self.to == caller.member

    def require_assigned_to(self, caller: Caller) -> None:
        """Raises NotFound unless assigned to the caller; Conflict unless it can be completed."""
        if not (self.is_assigned_to(caller) and self.is_visible_to(caller)):
            raise NotFound("Assignment not found.")
        self.require_open()

    def require_open(self) -> None:
        """Raises Conflict if it is closed or its group is archived."""
        if self.phase is not Phase.OPEN:
            raise Conflict("This assignment is closed.")
        if self.group_state is not GroupState.ACTIVE:
            raise Conflict("This group is archived. Its assignments are inactive.")

    def with_item(self, item: Item, *, item_deleted: bool) -> Self:
        """Returns a copy with the item's current fields."""
        state = {"item_deleted": item_deleted, "item_version": item.version}
        return self.model_copy(update=item_snapshot(item) | state)


def item_snapshot(item: Item) -> dict[str, object]:
    """Returns the fields of an item that its assignments repeat."""
    return {
        "kind": item.kind,
        "type": item.file.type if item.file else None,
        "pages": item.file.pages if item.file else 0,
        "title": item.title,
        "authors": item.authors,
        "audience": item.groups,
    }
