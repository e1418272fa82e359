"""Assignments as rows, and the keys of their copies.

    read                                           key
    --------------------------------------------   -------------------------------------
    one; those of a recipient, by first due date   ASSIGNMENTS#<org>#<to> / <assignment>
    an item's for a recipient; all of an item      ITEM_ASSIGNMENTS#<org>#<item> / <to>[#<ended>]
    those that a member gave to single members     ASSIGNED_BY#<org>#<giver> / <assignment>

An assignment is one row under its recipient, however many members a group has, with copies for the
other reads. An item has at most one open assignment per recipient: its key ends with the recipient.
"""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.update import Action

from sharewell.assignments.model import Assignment, Counts, GroupState, Phase
from sharewell.assignments.progress.model import Status
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import Row
from sharewell.core.ids import AssignmentId, ItemId, OrganisationId

COUNTERS = tuple(status.value for status in Status)


class AssignmentRow(Row):
    """An assignment with its counts, or a copy of it. Counting does not change its version."""

    of_recipient = KeyShape("ASSIGNMENTS#<org>#<to> / <assignment>")
    of_item = KeyShape("ITEM_ASSIGNMENTS#<org>#<item> / <to>[#<assignment>]")
    of_giver = KeyShape("ASSIGNED_BY#<org>#<giver> / <assignment>")

    id = UnicodeAttribute()
    to = UnicodeAttribute()
    to_name = UnicodeAttribute()
    is_for_group = BooleanAttribute()
    item = UnicodeAttribute()
    kind = UnicodeAttribute()
    type = UnicodeAttribute(null=True)
    pages = NumberAttribute(default=0)
    title = UnicodeAttribute()
    authors = UnicodeAttribute(attr_name="author")
    audience = UnicodeAttribute(null=True)
    task = UnicodeAttribute()
    note = UnicodeAttribute()
    due = UTCDateTimeAttribute()
    zone = UnicodeAttribute()
    by = UnicodeAttribute()
    by_name = UnicodeAttribute()
    given_at = UTCDateTimeAttribute()
    reviewer = UnicodeAttribute(null=True)
    reviewer_name = UnicodeAttribute(null=True)
    phase = UnicodeAttribute()
    item_deleted = BooleanAttribute()
    group_state = UnicodeAttribute(default=GroupState.ACTIVE.value)
    item_version = NumberAttribute()
    done = NumberAttribute(default=0)
    ready = NumberAttribute(default=0)
    extension_requested = NumberAttribute(default=0)
    declined = NumberAttribute(default=0)
    extended = NumberAttribute(default=0)
    reminded_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()

    def assignment(self) -> Assignment:
        """Returns the assignment in this row."""
        fields = self.fields()
        counts = Counts(**{status: int(fields.pop(status)) for status in COUNTERS})
        given_by = {"id": fields.pop("by"), "name": fields.pop("by_name")}
        id, name = fields.pop("reviewer", None), fields.pop("reviewer_name", None)
        fields["audience"] = (fields.pop("audience", None) or "").split()
        fields["authors"] = fields.pop("authors").split()
        reviewer = {"id": id, "name": name} if id else None
        return Assignment.model_validate(
            fields | {"given_by": given_by, "reviewer": reviewer, "counts": counts}
        )


def row_fields(it: Assignment) -> dict[str, object]:
    """Returns the attributes of an assignment, without its counts."""
    fields = it.model_dump(exclude={"counts", "given_by", "reviewer", "audience", "reminded_at"})
    return fields | {
        "kind": it.kind.value,
        "task": it.task.value,
        "phase": it.phase.value,
        "group_state": it.group_state.value,
        "authors": " ".join(it.authors),
        "audience": " ".join(it.audience) or None,
        "by": it.given_by.id,
        "by_name": it.given_by.name,
        "reviewer": it.reviewer.id if it.reviewer else None,
        "reviewer_name": it.reviewer.name if it.reviewer else None,
    }


def assignee_partition(organisation: OrganisationId, to: str) -> str:
    """Returns the partition key of a recipient's assignments."""
    return AssignmentRow.of_recipient.pk(organisation, to)


def item_partition(organisation: OrganisationId, item: ItemId) -> str:
    """Returns the partition key of an item's assignments."""
    return AssignmentRow.of_item.pk(organisation, item)


def row_copies(organisation: OrganisationId, it: Assignment) -> list[AssignmentRow]:
    """Returns all rows of an assignment; the first is the authoritative one."""
    ended = None if it.phase is Phase.OPEN else it.id
    keys = [
        AssignmentRow.of_recipient(organisation, it.to, it.id),
        AssignmentRow.of_item(organisation, it.item, it.to, ended),
    ]
    if not it.is_for_group:
        keys.append(AssignmentRow.of_giver(organisation, it.given_by.id, it.id))
    fields: dict[str, Any] = row_fields(it)
    return [AssignmentRow(*key, **fields) for key in keys]


def counter_rows(
    organisation: OrganisationId, to: str, id: AssignmentId, for_member: Assignment | None
) -> list[AssignmentRow]:
    """Returns the rows whose counts are read; for a single member, the giver's copy too."""
    rows = [AssignmentRow(assignee_partition(organisation, to), id)]
    if for_member:
        giver = for_member.given_by.id
        rows.append(AssignmentRow(*AssignmentRow.of_giver(organisation, giver, id)))
    return rows


def counter_update(before: Status | None, now: Status | None) -> list[Action]:
    """Returns the actions that move one assignee from a status to another."""
    actions = []
    if before:
        actions.append(getattr(AssignmentRow, before.value).add(-1))
    if now:
        actions.append(getattr(AssignmentRow, now.value).add(1))
    return actions


def update_actions(it: Assignment) -> list[Action]:
    """Returns the actions that write all of an assignment except its counts."""
    fields = row_fields(it)
    attributes = {name: getattr(AssignmentRow, name) for name in fields}
    return [
        attributes[name].remove() if value is None else attributes[name].set(value)
        for name, value in fields.items()
    ]
