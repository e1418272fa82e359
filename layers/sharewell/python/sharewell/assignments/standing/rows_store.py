"""How far people are with what they were assigned, as rows.

    read                               key
    --------------------------------   -----------------------------------------------
    how far a member is; with all      STANDINGS#<org>#<member> / <assignment>
    who stands where with one          ASSIGNEES#<org>#<assignment> / <mark>#<member>
    what somebody has to review        REVIEWS#<org>#<reviewer> / <assignment>#<member>

What a member has ticked is counted in the same write, so a count is that of its rows.
"""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell.assignments.model import Assignment
from sharewell.assignments.standing.model import Mark, Standing
from sharewell.caller import Caller
from sharewell.ids import AssignmentId, MemberId, OrganisationId
from sharewell.keys import KeyShape
from sharewell.table import Row, VersionedRow


class StandingRow(VersionedRow):
    """How far a member is."""

    key = KeyShape("STANDINGS#<org>#<member> / <assignment>")

    to = UnicodeAttribute()
    name = UnicodeAttribute()
    state = UnicodeAttribute()
    at = UTCDateTimeAttribute(null=True)
    page = NumberAttribute(default=0)
    why = UnicodeAttribute(null=True)
    words = UnicodeAttribute(default="")
    asked_until = UTCDateTimeAttribute(null=True)
    until = UTCDateTimeAttribute(null=True)
    word = UnicodeAttribute(default="")
    counted = BooleanAttribute(default=True)

    def standing(self) -> Standing:
        """The value this row keeps."""
        own = ("to", "name", "version")
        return Standing.model_validate({n: v for n, v in self.fields().items() if n not in own})

    def fill(self, new: Standing) -> None:
        """Write a standing's fields into its row."""
        for name, value in new.model_dump(mode="python").items():
            setattr(self, name, value)
        self.state = new.state.value
        self.why = new.why.value if new.why else None


class AssigneeRow(Row):
    """What whoever leads is shown of somebody."""

    key = KeyShape("ASSIGNEES#<org>#<assignment> / <mark:word>#<member>")

    name = UnicodeAttribute()
    at = UTCDateTimeAttribute(null=True)
    why = UnicodeAttribute(null=True)
    words = UnicodeAttribute(null=True)
    asked_until = UTCDateTimeAttribute(null=True)
    until = UTCDateTimeAttribute(null=True)

    @property
    def member(self) -> MemberId:
        """Whom it is of."""
        return MemberId(self.key_value("member"))

    @property
    def mark(self) -> Mark:
        """Where they stand."""
        return Mark(self.key_value("mark"))


class ReviewRow(Row):
    """What somebody has to review."""

    key = KeyShape("REVIEWS#<org>#<reviewer> / <assignment>#<member>")

    id = UnicodeAttribute()
    to = UnicodeAttribute()
    item = UnicodeAttribute()
    kind = UnicodeAttribute()
    type = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    audience = UnicodeAttribute(null=True)
    authors = UnicodeAttribute(attr_name="author")
    gone = BooleanAttribute()
    due = UTCDateTimeAttribute()
    member = UnicodeAttribute()
    name = UnicodeAttribute()
    since = UTCDateTimeAttribute()

    def is_shown_to(self, who: Caller) -> bool:
        """Whether `who`, who reviews it, may still see what it is about."""
        groups = set((self.audience or "").split())
        seen = not groups or who.member in self.authors.split() or bool(groups & who.groups)
        return seen and not self.gone


def review(
    organisation: OrganisationId, of: Assignment, member: MemberId, name: str, it: Standing
) -> ReviewRow:
    """What whoever reviews finds of what is ready."""
    names = ("id", "to", "item", "type", "title", "due")
    shown: dict[str, Any] = {name: getattr(of, name) for name in names}
    shown |= {"kind": of.kind.value, "audience": " ".join(of.audience) or None}
    shown |= {"authors": " ".join(of.authors), "gone": not of.is_there}
    key = to_review(organisation, of, member)
    return ReviewRow(*key, **shown, member=member, name=name, since=it.at)


def own(organisation: OrganisationId, member: MemberId, id: str) -> tuple[str, str]:
    """Where it is kept how far a member is."""
    return StandingRow.key(organisation, member, id)


def shown(
    organisation: OrganisationId, id: AssignmentId, mark: Mark, member: str
) -> tuple[str, str]:
    """Where whoever leads is shown somebody at a mark."""
    return AssigneeRow.key(organisation, id, mark.value, member)


def assignees(organisation: OrganisationId, id: AssignmentId) -> str:
    """Returns the partition of an assignment's assignees, and of the jobs that notify them."""
    return AssigneeRow.key.pk(organisation, id)


def to_review(organisation: OrganisationId, of: Assignment, member: MemberId) -> tuple[str, str]:
    """Where whoever reviews finds what is ready."""
    return ReviewRow.key(organisation, of.judge.id, of.id, member)
