"""Assignments as they are read, given, changed and counted; their keys stand in places/store.py."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition

from sharewell import table
from sharewell.assignments.model import Assignment, Host, Phase, Task
from sharewell.assignments.places.store import (
    AssignmentRow,
    all_of,
    counted,
    counting,
    line,
    of_item,
    places,
)
from sharewell.assignments.standing.model import Mark
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import Event, OutboxMessage
from sharewell.ids import AssignmentId, AudienceId, ItemId, MemberId, OrganisationId
from sharewell.table import KeyRange, Rows, Write

CLOSED = Conflict("this assignment is closed")
CHANGED = Conflict("this assignment was changed at this very moment; try again")


class AssignmentStore:
    """Where assignments are kept."""

    def one(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId
    ) -> Assignment | None:
        """One assignment, as it is at this instant."""
        row = table.get(AssignmentRow, line(organisation, to), id, consistent=True)
        return row.assignment() if row else None

    def several(
        self, organisation: OrganisationId, keys: Sequence[tuple[AudienceId, AssignmentId]]
    ) -> list[Assignment]:
        """Those of these that are there at this instant, in no order."""
        places = [(line(organisation, to), id) for to, id in keys]
        return [row.assignment() for row in table.get_many(AssignmentRow, places, consistent=True)]

    def between(
        self,
        organisation: OrganisationId,
        to: AudienceId,
        since: str,
        until: str,
        limit: int,
        *,
        newest_first: bool,
    ) -> list[Assignment]:
        """What a group or member was given, with ids from `since` to `until`."""
        rows = table.query(
            AssignmentRow,
            line(organisation, to),
            KeyRange(ge=since, le=until),
            limit=limit,
            reverse=newest_first,
        )
        return [row.assignment() for row in rows]

    def given(
        self, organisation: OrganisationId, giver: MemberId, after: str | None, limit: int
    ) -> Rows[AssignmentRow]:
        """A page of what somebody gave to single members, what is due last first."""
        pk = AssignmentRow.of_giver.pk(organisation, giver)
        return table.query_page(AssignmentRow, pk, after=after, limit=limit, reverse=True)

    def at(
        self, organisation: OrganisationId, item: ItemId, to: Sequence[AudienceId]
    ) -> list[Assignment]:
        """What these are asked of an item now, in one call per hundred."""
        keys = [(of_item(organisation, item), it) for it in to]
        return [row.assignment() for row in table.get_many(AssignmentRow, keys)]

    def every(
        self, organisation: OrganisationId, item: ItemId, after: str | None
    ) -> Rows[AssignmentRow]:
        """A page of all that was ever given of an item, as it is at this instant."""
        pk = of_item(organisation, item)
        return table.query_page(AssignmentRow, pk, after=after, limit=50, consistent=True)

    def add(
        self, organisation: OrganisationId, new: Assignment, write: Write, *said: OutboxMessage
    ) -> None:
        """Give something; Conflict when it is given there already."""
        first, *others = places(organisation, new)
        write.add(first, *said)
        for place in others:
            write.add(place, taken=f"“{new.title}” is assigned to {new.to_name} already")

    def change(
        self,
        organisation: OrganisationId,
        old: Assignment,
        new: Assignment,
        write: Write,
        *said: Event,
    ) -> None:
        """Keep another state in every place; Stale when it is not as `old` any more."""
        before = {(row.pk, row.sk) for row in places(organisation, old)}
        is_old = (AssignmentRow.version == old.version) & (AssignmentRow.seen == old.seen)
        is_old &= AssignmentRow.host == old.host.value
        for place in places(organisation, new):
            if (place.pk, place.sk) in before:
                events = said if place.pk == line(organisation, new.to) else ()
                write.update(place, all_of(new), *events, only_if=is_old)
                before.remove((place.pk, place.sk))
            else:
                write.add(place, taken=f"“{new.title}” was assigned to {new.to_name} anew")
        for pk, sk in sorted(before):
            write.remove(AssignmentRow(pk, sk))

    def lately(
        self, organisation: OrganisationId, to: AudienceId, since: str, after: str | None
    ) -> Rows[AssignmentRow]:
        """A page of what a group was given from the id `since` on, as it is at this instant."""
        pk = line(organisation, to)
        return table.query_page(
            AssignmentRow, pk, KeyRange(ge=since), after=after, limit=50, consistent=True
        )

    def rehost(
        self, organisation: OrganisationId, old: Assignment, host: Host, name: str, write: Write
    ) -> None:
        """Keep what became of its group; Stale when the assignment is not as `old` any more."""
        actions = [AssignmentRow.host.set(host.value), AssignmentRow.to_name.set(name)]
        is_old = (AssignmentRow.version == old.version) & (AssignmentRow.host == old.host.value)
        for place in places(organisation, old):
            write.update(place, actions, only_if=is_old)

    def erase(self, organisation: OrganisationId, it: Assignment, write: Write) -> None:
        """Leave nothing of it."""
        for place in places(organisation, it):
            write.remove(place)

    def remind(
        self,
        organisation: OrganisationId,
        old: Assignment,
        at: datetime,
        write: Write,
        said: OutboxMessage,
    ) -> None:
        """Note when people were reminded, unless somebody else has just done so."""
        reminded = AssignmentRow.reminded_at
        same = reminded == old.reminded_at if old.reminded_at else reminded.does_not_exist()
        for place in counting(organisation, old.to, old.id, None if old.for_group else old):
            write.update(
                place,
                [reminded.set(at)],
                *([said] if place.pk == line(organisation, old.to) else ()),
                only_if=same,
                otherwise=Conflict("they were reminded a moment ago"),
            )

    def count(
        self,
        organisation: OrganisationId,
        of: Assignment,
        before: Mark | None,
        now: Mark | None,
        write: Write,
        *,
        closed_too: bool,
    ) -> None:
        """Count somebody at another mark; refused when it is closed, or others review it."""
        holds, refusal = AssignmentRow.phase == Phase.OPEN.value, CLOSED
        if closed_too:
            holds |= AssignmentRow.phase == Phase.CLOSED.value
        if of.task is Task.REVIEW:
            holds, refusal = holds & _same_reviewer(of), CHANGED
        if before == now:
            key = line(organisation, of.to), of.id
            write.check(AssignmentRow, *key, holds, refusal)
            return
        for place in counting(organisation, of.to, of.id, None if of.for_group else of):
            write.update(place, counted(before, now), only_if=holds, otherwise=refusal)

    def count_in_group(
        self,
        organisation: OrganisationId,
        group: str,
        id: AssignmentId,
        before: Mark | None,
        now: Mark | None,
        write: Write,
        *,
        of: Assignment | None = None,
    ) -> None:
        """Count somebody who came or left, whether it is closed or not; `of` as it must be."""
        [place] = counting(organisation, group, id, None)
        refusal: Conflict | Missing = Missing("there is no such assignment")
        holds, actions = AssignmentRow.pk.exists(), counted(before, now)
        if of:
            holds, refusal = holds & _same_reviewer(of), CHANGED
        write.update(place, actions, only_if=holds, otherwise=refusal)

    def must_be(self, organisation: OrganisationId, it: Assignment, write: Write) -> None:
        """Refuse the open write unless an assignment is still as it was read."""
        holds = (AssignmentRow.version == it.version) & (AssignmentRow.seen == it.seen)
        holds &= AssignmentRow.host == it.host.value
        key = line(organisation, it.to), it.id
        write.check(AssignmentRow, *key, holds, Stale("this assignment was changed meanwhile"))


def _same_reviewer(of: Assignment) -> Condition:
    reviewer = AssignmentRow.reviewer
    return reviewer == of.reviewer.id if of.reviewer else reviewer.does_not_exist()
