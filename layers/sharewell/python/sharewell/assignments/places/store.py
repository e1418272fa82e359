"""An assignment as a row, and every place where it lies.

    read                                            key
    ---------------------------------------------   -------------------------------------
    one; those of a group or member, by first due   ASSIGNED#<org>#<to> / <assignment>
    that of an item to somebody; all of an item     GIVEN#<org>#<item> / <to>[#<ended one>]
    those that somebody gave to single members      GAVE#<org>#<giver> / <assignment>

An assignment is one row under whom it is given to, however many they are, and is copied to where
else it is looked for. An item is given to somebody once at a time: its place is named after them.
"""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.update import Action

from sharewell.assignments.model import Assignment, Counts, Host, Phase
from sharewell.assignments.standing.model import Mark
from sharewell.ids import AssignmentId, ItemId, OrganisationId
from sharewell.keys import KeyShape
from sharewell.table import Row

COUNTED = tuple(mark.value for mark in Mark)


class AssignmentRow(Row):
    """An assignment with its counts, in one of its places. It is counted without a new version."""

    of_recipient = KeyShape("ASSIGNED#<org>#<to> / <assignment>")
    of_item = KeyShape("GIVEN#<org>#<item> / <to>[#<assignment>]")
    of_giver = KeyShape("GAVE#<org>#<giver> / <assignment>")

    id = UnicodeAttribute()
    to = UnicodeAttribute()
    to_name = UnicodeAttribute()
    for_group = BooleanAttribute()
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
    gone = BooleanAttribute()
    host = UnicodeAttribute(default=Host.HERE.value)
    seen = NumberAttribute()
    done = NumberAttribute(default=0)
    ready = NumberAttribute(default=0)
    asks = NumberAttribute(default=0)
    says = NumberAttribute(default=0)
    later = NumberAttribute(default=0)
    reminded_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute()

    def assignment(self) -> Assignment:
        """The value this row keeps."""
        kept = self.fields()
        counts = Counts(**{mark: int(kept.pop(mark)) for mark in COUNTED})
        given_by = {"id": kept.pop("by"), "name": kept.pop("by_name")}
        reviewer, name = kept.pop("reviewer", None), kept.pop("reviewer_name", None)
        kept["audience"] = (kept.pop("audience", None) or "").split()
        kept["authors"] = kept.pop("authors").split()
        named = {"id": reviewer, "name": name} if reviewer else None
        return Assignment.model_validate(
            kept | {"given_by": given_by, "reviewer": named, "counts": counts}
        )


def kept(it: Assignment) -> dict[str, object]:
    """The attributes of an assignment, without its counts."""
    fields = it.model_dump(exclude={"counts", "given_by", "reviewer", "audience", "reminded_at"})
    return fields | {
        "kind": it.kind.value,
        "task": it.task.value,
        "phase": it.phase.value,
        "host": it.host.value,
        "authors": " ".join(it.authors),
        "audience": " ".join(it.audience) or None,
        "by": it.given_by.id,
        "by_name": it.given_by.name,
        "reviewer": it.reviewer.id if it.reviewer else None,
        "reviewer_name": it.reviewer.name if it.reviewer else None,
    }


def line(organisation: OrganisationId, to: str) -> str:
    """The list of a group or a member."""
    return AssignmentRow.of_recipient.pk(organisation, to)


def of_item(organisation: OrganisationId, item: ItemId) -> str:
    """All that was given of an item."""
    return AssignmentRow.of_item.pk(organisation, item)


def places(organisation: OrganisationId, it: Assignment) -> list[AssignmentRow]:
    """Every place of an assignment; the first is the one that counts."""
    ended = None if it.phase is Phase.OPEN else it.id
    keys = [
        AssignmentRow.of_recipient(organisation, it.to, it.id),
        AssignmentRow.of_item(organisation, it.item, it.to, ended),
    ]
    if not it.for_group:
        keys.append(AssignmentRow.of_giver(organisation, it.given_by.id, it.id))
    fields: dict[str, Any] = kept(it)
    return [AssignmentRow(*key, **fields) for key in keys]


def counting(
    organisation: OrganisationId, to: str, id: AssignmentId, alone: Assignment | None
) -> list[AssignmentRow]:
    """The places whose counts are looked at: of one for a single member, its giver's too."""
    places = [AssignmentRow(line(organisation, to), id)]
    if alone:
        places.append(AssignmentRow(*AssignmentRow.of_giver(organisation, alone.given_by.id, id)))
    return places


def counted(before: Mark | None, now: Mark | None) -> list[Action]:
    """One less at a mark, and one more at another."""
    actions = []
    if before:
        actions.append(getattr(AssignmentRow, before.value).add(-1))
    if now:
        actions.append(getattr(AssignmentRow, now.value).add(1))
    return actions


def all_of(it: Assignment) -> list[Action]:
    """Everything of an assignment but its counts."""
    fields = kept(it)
    attributes = {name: getattr(AssignmentRow, name) for name in fields}
    return [
        attributes[name].remove() if value is None else attributes[name].set(value)
        for name, value in fields.items()
    ]
