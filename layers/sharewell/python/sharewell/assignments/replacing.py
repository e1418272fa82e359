"""Who reviews in the place of somebody who has left. Doing it again changes nothing.

An assignment says who reviews it, and what waits lies with them. So the assignment is changed
first; then what waits is handed on (handing.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.assignments.model import Assignment, Task
from sharewell.assignments.standing.store import StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.clock import Clock, now
from sharewell.events import ReviewerReplaced
from sharewell.groups.roll import Roll, roll
from sharewell.identity.model import MemberRef
from sharewell.identity.service import Identity, identity
from sharewell.ids import AssignmentId, AudienceId, GroupId, MemberId, OrganisationId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict


@dataclass(frozen=True, slots=True)
class Replacing:
    """Find others who review."""

    store: AssignmentStore
    standings: StandingStore
    roll: Roll
    identity: Identity
    now: Clock = now

    def left(self, organisation: OrganisationId, member: MemberId) -> None:
        """Have others review all that waits for a member who has left."""
        if self.identity.seat(organisation, member).active:
            return
        since = ""
        while rows := self.standings.waiting(organisation, member, since, limit=1):
            self.look(organisation, rows[0].to, AssignmentId(rows[0].id))
            since = f"{rows[0].id}#~"

    def look(self, organisation: OrganisationId, to: AudienceId, id: AssignmentId) -> None:
        """Have somebody else review an assignment if who does has left."""
        retry_on_conflict(partial(self._find_other, organisation, to, id), BACKGROUND_ATTEMPTS)

    def _find_other(self, organisation: OrganisationId, to: AudienceId, id: AssignmentId) -> None:
        it = self.store.one(organisation, to, id)
        if it is None or it.task is not Task.REVIEW:
            return
        if self.identity.seat(organisation, it.judge.id).active:
            return
        other = next(self._successors(organisation, it), None)
        if other is None:  # whoever leads the group next is found then
            return
        said = ReviewerReplaced(
            organisation=organisation,
            at=self.now(),
            to=to,
            assignment=id,
            before=it.judge.id,
            reviewer=other.id,
        )
        with table.write() as write:
            self.store.change(organisation, it, it.reviewed_by(other), write, said)

    def _successors(self, organisation: OrganisationId, it: Assignment) -> Iterator[MemberRef]:
        """Who gave it, then those who lead the group; with no group, at last who is asked."""
        others = self.roll.leads(organisation, GroupId(it.to)) if it.for_group else [it.to]
        for member in dict.fromkeys([it.given_by.id, *map(MemberId, others)]):
            seat = self.identity.seat(organisation, member)
            if not seat.active:
                continue
            groups = self.identity.groups_of(seat)
            if it.is_for_member(member, groups) and (not it.for_group or it.to in groups):
                yield MemberRef(id=member, name=seat.name)


replacing = Replacing(AssignmentStore(), StandingStore(), roll, identity)
