"""How far people are with what they were assigned; its rows and keys stand in rows_store.py."""

from collections.abc import Sequence
from contextlib import suppress

from sharewell import table
from sharewell.assignments.model import Assignment
from sharewell.assignments.standing.model import Doing, Mark, Standing
from sharewell.assignments.standing.rows_store import (
    AssigneeRow,
    ReviewRow,
    StandingRow,
    own,
    review,
    shown,
    to_review,
)
from sharewell.errors import Stale
from sharewell.events import Event
from sharewell.ids import AssignmentId, MemberId, OrganisationId
from sharewell.table import KeyRange, Rows, Write

MOST_STANDINGS = 150
FORGOTTEN_AT_ONCE = 30
"""People whose three rows fit into one transaction."""
_END = "~"
"""Sorts after every character of an id."""


class StandingStore:
    """Where it is kept how far people are."""

    def row(
        self, organisation: OrganisationId, member: MemberId, id: AssignmentId
    ) -> StandingRow | None:
        """How far a member is, as it is at this instant."""
        return table.get(StandingRow, *own(organisation, member, id), consistent=True)

    def several(
        self, organisation: OrganisationId, id: AssignmentId, members: list[MemberId]
    ) -> dict[MemberId, Standing]:
        """How far these members are, where anything is kept of it."""
        keys = {own(organisation, member, id): member for member in members}
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
        pk, _ = own(organisation, member, "")
        return table.query(
            StandingRow,
            pk,
            KeyRange(ge=since, le=until),
            limit=MOST_STANDINGS,
            reverse=newest_first,
            consistent=consistent,
        )

    def who(
        self, organisation: OrganisationId, id: AssignmentId, mark: Mark, after: str, limit: int
    ) -> list[AssigneeRow]:
        """Who stands at a mark, in the order of joining, after the member `after`."""
        pk, begins = shown(organisation, id, mark, after)
        _, end = shown(organisation, id, mark, _END)
        since = begins + _END if after else begins
        return table.query(AssigneeRow, pk, KeyRange(ge=since, le=end), limit=limit)

    def reviews(
        self, organisation: OrganisationId, reviewer: MemberId, after: str | None, limit: int
    ) -> Rows[ReviewRow]:
        """A page of what somebody has to review, what was due first first."""
        pk = ReviewRow.key.pk(organisation, reviewer)
        return table.query_page(ReviewRow, pk, after=after, limit=limit)

    def waiting(
        self,
        organisation: OrganisationId,
        reviewer: MemberId,
        since: str = "",
        until: str = _END,
        *,
        limit: int,
    ) -> list[ReviewRow]:
        """What waits for somebody's review from a key to another, as it is at this instant."""
        pk = ReviewRow.key.pk(organisation, reviewer)
        return table.query(
            ReviewRow, pk, KeyRange(ge=since or "0", le=until), limit=limit, consistent=True
        )

    def hand_on(
        self,
        organisation: OrganisationId,
        of: Assignment | None,
        waiting: Sequence[ReviewRow],
        write: Write,
    ) -> None:
        """Show what waits to whoever reviews it now; what waits no more, to nobody."""
        keys = [own(organisation, MemberId(it.member), it.id) for it in waiting]
        for it in waiting:
            write.remove(ReviewRow(it.pk, it.sk))
        for row in table.get_many(StandingRow, keys, consistent=True) if of else ():
            theirs = row.standing()
            if of and theirs.counted and theirs.state is Doing.READY:
                member = MemberId(row.key_value("member"))
                same = StandingRow.version == row.version
                write.check(StandingRow, row.pk, row.sk, same, Stale("they were elsewhere by then"))
                write.put(review(organisation, of, member, row.name, theirs))

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
        self.note(organisation, of, member, row, new, name, write, *said)
        self._show(organisation, of.id, member, old, new, name, write)
        waited, waits = old.state is Doing.READY, new.state is Doing.READY
        if waits and not waited:
            write.put(review(organisation, of, member, name, new))
        if waited and not waits:
            write.remove(ReviewRow(*to_review(organisation, of, member)))

    def note(
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
        """Keep it where their own standings are, and nowhere else."""
        row = row or StandingRow(*own(organisation, member, of.id), to=of.to)
        row.name = name
        row.fill(new)
        write.save(row, *said)

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
            write.remove(ReviewRow(*to_review(organisation, of, member)))

    def review_of(self, organisation: OrganisationId, of: Assignment, member: MemberId) -> None:
        """Show what waits for a review as it is now, if it still waits."""
        audience = ReviewRow.audience
        actions = [
            ReviewRow.title.set(of.title),
            ReviewRow.authors.set(" ".join(of.authors)),
            ReviewRow.gone.set(not of.is_there),
            audience.set(" ".join(of.audience)) if of.audience else audience.remove(),
        ]
        row = ReviewRow(*to_review(organisation, of, member))
        with suppress(Stale), table.write() as write:
            write.update(row, actions, only_if=ReviewRow.pk.exists())

    def forget(self, organisation: OrganisationId, of: Assignment) -> None:
        """Leave nothing of who stands where with an assignment."""
        for mark in Mark:
            while rows := self.who(organisation, of.id, mark, "", FORGOTTEN_AT_ONCE):
                with table.write() as write:
                    for row in rows:
                        write.remove(StandingRow(*own(organisation, row.member, of.id)))
                        write.remove(ReviewRow(*to_review(organisation, of, row.member)))
                        write.remove(AssigneeRow(row.pk, row.sk))

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
            write.remove(AssigneeRow(*shown(organisation, id, old.shown, member)))
        if new.shown:
            told = new.told | {"why": new.told["why"] and new.told["why"].value}
            place = shown(organisation, id, new.shown, member)
            write.put(AssigneeRow(*place, name=name, **told))
