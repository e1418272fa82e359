"""The progress of assignees as rows.

    read                                  key
    -----------------------------------   -------------------------------------------------
    a member's progress, with one; all    PROGRESS#<org>#<member> / <assignment>
    an assignment's assignees by status   ASSIGNEES#<org>#<assignment> / <status>#<member>
    a reviewer's pending reviews          REVIEWS#<org>#<reviewer> / <assignment>#<member>

Progress and counts are written in one transaction, so the counts equal the rows.
"""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell.assignments.model import Assignment
from sharewell.assignments.progress.model import Progress, Status
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import Row, VersionedRow
from sharewell.core.caller import Caller
from sharewell.core.ids import AssignmentId, MemberId, OrganisationId


class ProgressRow(VersionedRow):
    """A member's progress with one assignment."""

    key = KeyShape("PROGRESS#<org>#<member> / <assignment>")

    to = UnicodeAttribute()
    name = UnicodeAttribute()
    state = UnicodeAttribute()
    at = UTCDateTimeAttribute(null=True)
    page = NumberAttribute(default=0)
    decline_reason = UnicodeAttribute(null=True)
    comment = UnicodeAttribute(default="")
    requested_until = UTCDateTimeAttribute(null=True)
    extended_until = UTCDateTimeAttribute(null=True)
    review_comment = UnicodeAttribute(default="")
    is_counted = BooleanAttribute(default=True)

    def progress(self) -> Progress:
        """Returns the progress in this row."""
        other = ("to", "name", "version")
        return Progress.model_validate({n: v for n, v in self.fields().items() if n not in other})

    def set_progress(self, new: Progress) -> None:
        """Sets the row's attributes from a progress."""
        for name, value in new.model_dump(mode="python").items():
            setattr(self, name, value)
        self.state = new.state.value
        self.decline_reason = new.decline_reason.value if new.decline_reason else None


class AssigneeRow(Row):
    """What a lead sees of an assignee."""

    key = KeyShape("ASSIGNEES#<org>#<assignment> / <status:word>#<member>")

    name = UnicodeAttribute()
    at = UTCDateTimeAttribute(null=True)
    decline_reason = UnicodeAttribute(null=True)
    comment = UnicodeAttribute(null=True)
    requested_until = UTCDateTimeAttribute(null=True)
    extended_until = UTCDateTimeAttribute(null=True)

    @property
    def member(self) -> MemberId:
        """Returns the assignee's id."""
        return MemberId(self.key_value("member"))

    @property
    def status(self) -> Status:
        """Returns the assignee's status."""
        return Status(self.key_value("status"))


class ReviewRow(Row):
    """A pending review."""

    key = KeyShape("REVIEWS#<org>#<reviewer> / <assignment>#<member>")

    id = UnicodeAttribute()
    to = UnicodeAttribute()
    item = UnicodeAttribute()
    kind = UnicodeAttribute()
    type = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    audience = UnicodeAttribute(null=True)
    authors = UnicodeAttribute(attr_name="author")
    item_deleted = BooleanAttribute()
    due = UTCDateTimeAttribute()
    member = UnicodeAttribute()
    name = UnicodeAttribute()
    since = UTCDateTimeAttribute()

    def is_visible_to(self, caller: Caller) -> bool:
        """Returns whether a caller, the reviewer, may still see the item."""
        groups = set((self.audience or "").split())
        is_author = caller.member in self.authors.split()
        visible = not groups or is_author or bool(groups & caller.groups)
        return visible and not self.item_deleted


def review_row(
    organisation: OrganisationId, of: Assignment, member: MemberId, name: str, it: Progress
) -> ReviewRow:
    """Returns the row that lists a submission under its reviewer."""
    names = ("id", "to", "item", "type", "title", "due")
    fields: dict[str, Any] = {name: getattr(of, name) for name in names}
    fields |= {"kind": of.kind.value, "audience": " ".join(of.audience) or None}
    fields |= {"authors": " ".join(of.authors), "item_deleted": not of.is_visible}
    key = review_key(organisation, of, member)
    return ReviewRow(*key, **fields, member=member, name=name, since=it.at)


def progress_key(organisation: OrganisationId, member: MemberId, id: str) -> tuple[str, str]:
    """Returns the key of a member's progress."""
    return ProgressRow.key(organisation, member, id)


def assignee_key(
    organisation: OrganisationId, id: AssignmentId, status: Status, member: str
) -> tuple[str, str]:
    """Returns the key of an assignee with a status."""
    return AssigneeRow.key(organisation, id, status.value, member)


def assignees(organisation: OrganisationId, id: AssignmentId) -> str:
    """Returns the partition key of an assignment's assignees and of the jobs that notify them."""
    return AssigneeRow.key.pk(organisation, id)


def review_key(organisation: OrganisationId, of: Assignment, member: MemberId) -> tuple[str, str]:
    """Returns the key of a submission under its reviewer."""
    return ReviewRow.key(organisation, of.effective_reviewer.id, of.id, member)
