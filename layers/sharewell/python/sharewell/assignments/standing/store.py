"""How far people are with what they were assigned, as rows.

    read                               key
    --------------------------------   -----------------------------------------------
    how far a member is; with all      STANDINGS#<org>#<member> / <assignment>
    who stands where with one          ASSIGNEES#<org>#<assignment> / <mark>#<member>
    what somebody has to review        REVIEWS#<org>#<reviewer> / <assignment>#<member>
    nobody: that some of them are      ASSIGNEES#<org>#<assignment> / CALL#<event>
    called

What a member has ticked is counted in the same write, so a count is that of its rows.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell import table
from sharewell.assignments.model import Assignment
from sharewell.assignments.standing.model import Doing, Mark, Standing
from sharewell.errors import Stale
from sharewell.events import Event
from sharewell.ids import AssignmentId, MemberId, OrganisationId
from sharewell.table import Row, Rows, VersionedRow, Write

MOST_STANDINGS = 150
CALLED_FOR = timedelta(days=2)
_END = "~"
"""Sorts after every character of an id."""


class StandingRow(VersionedRow):
    """STANDINGS#<org>#<member> / <assignment>."""

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
    """ASSIGNEES#<org>#<assignment> / <mark>#<member>: what whoever leads is shown of somebody."""

    name = UnicodeAttribute()
    at = UTCDateTimeAttribute(null=True)
    why = UnicodeAttribute(null=True)
    words = UnicodeAttribute(null=True)
    asked_until = UTCDateTimeAttribute(null=True)
    until = UTCDateTimeAttribute(null=True)

    @property
    def member(self) -> MemberId:
        """Whom it is of."""
        return MemberId(self.sk.partition("#")[2])

    @property
    def mark(self) -> Mark:
        """Where they stand."""
        return Mark(self.sk.partition("#")[0])


class ReviewRow(Row):
    """REVIEWS#<org>#<reviewer> / <assignment>#<member>."""

    id = UnicodeAttribute()
    to = UnicodeAttribute()
    item = UnicodeAttribute()
    kind = UnicodeAttribute()
    type = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    audience = UnicodeAttribute(null=True)
    author = UnicodeAttribute()
    gone = BooleanAttribute()
    due = UTCDateTimeAttribute()
    member = UnicodeAttribute()
    name = UnicodeAttribute()
    since = UTCDateTimeAttribute()


class CallRow(Row):
    """ASSIGNEES#<org>#<assignment> / CALL#<event>: carries the event that calls the next part."""


class StandingStore:
    """Where it is kept how far people are."""

    def row(
        self, organisation: OrganisationId, member: MemberId, id: AssignmentId
    ) -> StandingRow | None:
        """How far a member is, as it is at this instant."""
        return table.get(StandingRow, *_own(organisation, member, id), consistent=True)

    def several(
        self, organisation: OrganisationId, id: AssignmentId, members: list[MemberId]
    ) -> dict[MemberId, Standing]:
        """How far these members are, where anything is kept of it."""
        keys = {_own(organisation, member, id): member for member in members}
        rows = table.get_many(StandingRow, list(keys))
        return {keys[row.pk, row.sk]: row.standing() for row in rows}

    def between(
        self,
        organisation: OrganisationId,
        member: MemberId,
        since: str,
        until: str,
        *,
        newest_first: bool,
        consistent: bool = False,
    ) -> list[StandingRow]:
        """How far a member is with what has ids from `since` to `until`."""
        pk, _ = _own(organisation, member, "")
        return table.between(
            StandingRow,
            pk,
            since,
            until,
            limit=MOST_STANDINGS,
            newest_first=newest_first,
            consistent=consistent,
        )

    def who(
        self, organisation: OrganisationId, id: AssignmentId, mark: Mark, after: str, limit: int
    ) -> list[AssigneeRow]:
        """Who stands at a mark, in the order of joining, after the member `after`."""
        pk, begins = _shown(organisation, id, mark, after)
        _, end = _shown(organisation, id, mark, _END)
        since = begins + _END if after else begins
        return table.between(AssigneeRow, pk, since, end, limit=limit)

    def reviews(
        self, organisation: OrganisationId, reviewer: MemberId, after: str | None, limit: int
    ) -> Rows[ReviewRow]:
        """A page of what somebody has to review, what was due first first."""
        return table.page(ReviewRow, f"REVIEWS#{organisation}#{reviewer}", after=after, limit=limit)

    def turn(
        self,
        organisation: OrganisationId,
        of: Assignment,
        member: MemberId,
        row: StandingRow | None,
        new: Standing,
        name: str,
        write: Write,
        *said: Event,
    ) -> None:
        """Keep how far a member is now; Stale when they are elsewhere meanwhile."""
        old = row.standing() if row else Standing()
        row = row or StandingRow(*_own(organisation, member, of.id), to=of.to)
        row.name = name
        row.fill(new)
        write.save(row, *said)
        self._show(organisation, of.id, member, old, new, name, write)
        waited, waits = old.state is Doing.READY, new.state is Doing.READY
        if waits and not waited:
            write.put(review(organisation, of, member, name, new))
        if waited and not waits:
            write.remove(ReviewRow(*_to_review(organisation, of, member)))

    def count(
        self,
        organisation: OrganisationId,
        id: AssignmentId,
        of: Assignment | None,
        member: MemberId,
        row: StandingRow,
        new: Standing,
        write: Write,
    ) -> None:
        """Keep whether somebody is counted; `of` is needed of what is ready to be reviewed."""
        old = row.standing()
        row.fill(new)
        write.save(row)
        self._show(organisation, id, member, old, new, row.name, write)
        if of and new.counted:
            write.put(review(organisation, of, member, row.name, new))
        elif of:
            write.remove(ReviewRow(*_to_review(organisation, of, member)))

    def review_of(self, organisation: OrganisationId, of: Assignment, member: MemberId) -> None:
        """Show what waits for a review as it is now, if it still waits."""
        audience = ReviewRow.audience
        actions = [
            ReviewRow.title.set(of.title),
            ReviewRow.gone.set(of.gone),
            audience.set(" ".join(of.audience)) if of.audience else audience.remove(),
        ]
        row = ReviewRow(*_to_review(organisation, of, member))
        with suppress(Stale), table.write() as write:
            write.update(row, actions, only_if=ReviewRow.pk.exists())

    def call(
        self, organisation: OrganisationId, id: AssignmentId, call: str, said: Event, write: Write
    ) -> None:
        """Say that some more of them are called; the row is there for its event alone."""
        pk = f"ASSIGNEES#{organisation}#{id}"
        write.put(CallRow(pk, f"CALL#{call}", expires=said.at + CALLED_FOR), said)

    def _show(
        self,
        organisation: OrganisationId,
        id: AssignmentId,
        member: MemberId,
        old: Standing,
        new: Standing,
        name: str,
        write: Write,
    ) -> None:
        if old.shown and old.shown != new.shown:
            write.remove(AssigneeRow(*_shown(organisation, id, old.shown, member)))
        if new.shown:
            names = ("at", "asked_until", "until")
            told: dict[str, Any] = {it: getattr(new, it) for it in names}
            told |= {"why": new.why.value if new.why else None, "words": new.words or None}
            place = _shown(organisation, id, new.shown, member)
            write.put(AssigneeRow(*place, name=name, **told))


def review(
    organisation: OrganisationId, of: Assignment, member: MemberId, name: str, it: Standing
) -> ReviewRow:
    """What whoever reviews finds of what is ready."""
    names = ("id", "to", "item", "type", "title", "author", "due", "gone")
    shown: dict[str, Any] = {name: getattr(of, name) for name in names}
    shown |= {"kind": of.kind.value, "audience": " ".join(of.audience) or None}
    key = _to_review(organisation, of, member)
    return ReviewRow(*key, **shown, member=member, name=name, since=it.at)


def _own(organisation: OrganisationId, member: MemberId, id: str) -> tuple[str, str]:
    return f"STANDINGS#{organisation}#{member}", id


def _shown(
    organisation: OrganisationId, id: AssignmentId, mark: Mark, member: str
) -> tuple[str, str]:
    return f"ASSIGNEES#{organisation}#{id}", f"{mark.value}#{member}"


def _to_review(organisation: OrganisationId, of: Assignment, member: MemberId) -> tuple[str, str]:
    return f"REVIEWS#{organisation}#{of.judge.id}", f"{of.id}#{member}"
