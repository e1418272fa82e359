"""What those who lead, and those who review, see and decide of single people."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from sharewell import concurrency
from sharewell.assignments import due
from sharewell.assignments.answers import Assignee, Review
from sharewell.assignments.bodies import Verdict
from sharewell.assignments.giving import Giving, giving
from sharewell.assignments.model import Assignment, Where
from sharewell.assignments.shown import assignee, review
from sharewell.assignments.standing.model import Doing, Mark, Standing
from sharewell.assignments.standing.rows_store import StandingRow
from sharewell.assignments.standing.store import StandingStore
from sharewell.assignments.turning import Turning, turning
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Invalid, Missing
from sharewell.events import ExtensionDecided, ReviewGiven
from sharewell.groups.roll import OnRoll, Roll, roll
from sharewell.identity.model import MemberRef, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import AssignmentId, AudienceId, GroupId, MemberId
from sharewell.page import Page, seal, unseal

LISTED = 20
LOOKED_AT = 100
"""People that are gone through for a page of those who have said nothing yet."""


@dataclass(frozen=True, slots=True)
class Leading:
    """Who stands where, more time, and reviews."""

    giving: Giving
    standings: StandingStore
    turning: Turning
    roll: Roll
    identity: Identity
    now: Clock = now

    def who(
        self,
        to: AudienceId,
        id: AssignmentId,
        where: Where | None,
        *,
        by: Caller,
        after: str | None,
    ) -> Page[Assignee]:
        """A page of those whom it is given to, in the order of joining the organisation."""
        scope = f"who {to} {id} {where}"
        begins = unseal(scope, after) if after else ""
        marks = [Mark(where)] if where and where is not Where.OPEN else list(Mark)
        limit = LOOKED_AT if where is Where.OPEN else LISTED
        people = partial(self._people, to, by, begins, limit, where)
        at = partial(self.standings.who, by.organisation, id, after=begins, limit=limit)
        (it, _), everybody, *marked = concurrency.run_concurrently(
            [
                partial(self.giving.led, to, id, by),
                people,
                *(partial(at, mark=mark) for mark in marks),
            ]
        )
        if not it.for_group:
            everybody = [OnRoll(MemberId(it.to), it.to_name, is_asked=True)]
        known = {row.member: assignee(row) for rows in marked for row in rows}
        full = [rows[-1].member for rows in marked if len(rows) == limit]
        full += [everybody[-1].member] if len(everybody) == limit else []
        if everybody:
            found = [known.get(one.member) or _silent(one) for one in everybody if one.is_asked]
        else:
            found = [known[member] for member in sorted(known)]
        found = [one for one in found if where in (None, one.where)]
        within = [one for one in found if not full or one.member.id <= min(full)]
        page = within[:LISTED]
        end = page[-1].member.id if len(within) > LISTED else min(full, default=None)
        return Page(items=page, next=seal(scope, end) if end else None)

    def grant(
        self, to: AudienceId, id: AssignmentId, member: MemberId, day: date, *, by: Caller
    ) -> Assignee:
        """Give a member more time."""
        it, row, seat = self._one(to, id, member, by)
        until = due.later(day, it.zone, it.first_due, self.now())
        if until <= it.due:
            raise Invalid("that is not after the day it is due for all", field="due")
        return self._decide(it, row, seat, by, {"until": until})

    def decline(self, to: AudienceId, id: AssignmentId, member: MemberId, *, by: Caller) -> None:
        """Leave it at the day it is due for all."""
        it, row, seat = self._one(to, id, member, by)
        if row:
            self._decide(it, row, seat, by, {"until": None})

    def judge(
        self, to: AudienceId, id: AssignmentId, member: MemberId, verdict: Verdict, *, by: Caller
    ) -> Assignee:
        """Accept what a member has done, or send it back; also what was ready when it closed."""
        it, row = self.turning.both(by.organisation, to, id, member)
        if it.judge.id != by.member or row is None or not it.is_there:
            raise Missing("there is nothing of theirs to review")
        old = row.standing()
        state = Doing.DONE if verdict.accepted else Doing.OPEN
        if old.state is Doing.OPEN and verdict.accepted:
            raise Conflict(f"{row.name} has not said that it is ready")
        new = old.now(state, self.now(), word=verdict.word)
        said = ReviewGiven(
            organisation=by.organisation,
            at=self.now(),
            to=to,
            assignment=id,
            member=member,
            reviewer=by.member,
            accepted=verdict.accepted,
        )
        if old.state is not state:
            self.turning.turn(
                by.organisation, it, member, row.name, row, new, said, closed_too=True
            )
        return _as_assignee(member, row.name, new)

    def reviews(self, *, by: Caller, after: str | None) -> Page[Review]:
        """What waits for the caller's review, what is due first first."""
        rows = self.standings.reviews(by.organisation, by.member, after, LISTED)
        seen = [review(row) for row in rows.items if row.is_shown_to(by)]
        return Page(items=seen, next=rows.next)

    def _people(
        self, to: AudienceId, by: Caller, after: str, limit: int, where: Where | None
    ) -> list[OnRoll]:
        if where not in (None, Where.OPEN) or to not in by.groups:
            return []
        return self.roll.people(by.organisation, GroupId(to), after, limit)

    def _one(
        self, to: AudienceId, id: AssignmentId, member: MemberId, by: Caller
    ) -> tuple[Assignment, StandingRow | None, Seat]:
        (it, _), row, seat = concurrency.run_concurrently(
            [
                partial(self.giving.led, to, id, by),
                partial(self.standings.row, by.organisation, member, id),
                partial(self.identity.seat, by.organisation, member),
            ]
        )
        if not it.for_group and member != it.to:
            raise Missing("there is no such member")
        it.must_be_open()
        return it, row, seat

    def _decide(
        self,
        it: Assignment,
        row: StandingRow | None,
        seat: Seat,
        by: Caller,
        decided: dict[str, object],
    ) -> Assignee:
        old = row.standing() if row else Standing()
        if old.state is Doing.DONE:
            raise Conflict(f"{seat.name} has done it")
        words = old.words if old.why else ""
        new = old.model_copy(update={"asked_until": None, "words": words, **decided})
        said = ExtensionDecided(
            organisation=by.organisation,
            at=self.now(),
            to=it.to,
            assignment=it.id,
            member=seat.member,
            decided_by=by.member,
            granted=new.until is not None,
        )
        if new != old:
            self.turning.turn(by.organisation, it, seat.member, seat.name, row, new, said)
        return _as_assignee(seat.member, seat.name, new)


def _silent(one: OnRoll) -> Assignee:
    return Assignee(member=MemberRef(id=one.member, name=one.name), where=Where.OPEN)


def _as_assignee(member: MemberId, name: str, it: Standing) -> Assignee:
    return Assignee(
        member=MemberRef(id=member, name=name),
        where=Where(it.mark) if it.mark else Where.OPEN,
        **it.told,
    )


leading = Leading(giving, StandingStore(), turning, roll, identity)
