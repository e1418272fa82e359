"""The one write by which somebody is further with an assignment, or not as far as before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import concurrency, table
from sharewell.assignments.model import Assignment
from sharewell.assignments.standing.model import Doing, Standing
from sharewell.assignments.standing.rows_store import StandingRow
from sharewell.assignments.standing.store import StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.errors import Missing
from sharewell.events import Event
from sharewell.groups.roll import Roll, roll
from sharewell.ids import AssignmentId, AudienceId, GroupId, MemberId, OrganisationId

NONE = Missing("there is no such assignment")


@dataclass(frozen=True, slots=True)
class Turning:
    """How far a member is, what whoever leads sees of it and what is counted change together."""

    store: AssignmentStore
    standings: StandingStore
    roll: Roll

    def both(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId, member: MemberId
    ) -> tuple[Assignment, StandingRow | None]:
        """An assignment and how far a member is with it, as both are this instant."""
        it, row, _ = self._with(organisation, to, id, member)
        return it, row

    def asked(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId, member: MemberId
    ) -> tuple[Assignment, StandingRow | None]:
        """The same for one who is asked at this instant; for others there is no assignment."""
        is_asked = partial(self.roll.has, organisation, GroupId(to), member)
        it, row, [is_asked] = self._with(organisation, to, id, member, is_asked)
        if it.for_group and not is_asked:
            raise NONE
        return it, row

    def _with(
        self,
        organisation: OrganisationId,
        to: AudienceId,
        id: AssignmentId,
        member: MemberId,
        *reads: Callable[[], Any],
    ) -> tuple[Assignment, StandingRow | None, list[Any]]:
        it, row, *more = concurrency.run_concurrently(
            [
                partial(self.store.one, organisation, to, id),
                partial(self.standings.row, organisation, member, id),
                *reads,
            ]
        )
        if it is None:
            raise NONE
        return it, row, more

    def turn(
        self,
        organisation: OrganisationId,
        it: Assignment,
        member: MemberId,
        name: str,
        row: StandingRow | None,
        new: Standing,
        *said: Event,
        closed_too: bool = False,
    ) -> None:
        """Keep it, as long as the assignment is open, or closed, and the member is asked."""
        before = row.standing().shown if row else None
        with table.write() as write:
            if it.for_group:
                self.roll.must_be_asked(write, organisation, GroupId(it.to), member)
            self.standings.turn(organisation, it, member, row, new, name, write, *said)
            self.store.count(organisation, it, before, new.shown, write, closed_too=closed_too)

    def note(
        self,
        organisation: OrganisationId,
        it: Assignment,
        member: MemberId,
        name: str,
        row: StandingRow | None,
        new: Standing,
    ) -> None:
        """Keep what changes no count and shows to nobody else."""
        with table.write() as write:
            self.standings.note(organisation, it, member, row, new, name, write)

    def recount(
        self, organisation: OrganisationId, group: GroupId, member: MemberId, row: StandingRow
    ) -> None:
        """Count a member who is in a group, and not one who left, as it is this instant."""
        is_asked = self.roll.has(organisation, group, member)
        old = row.standing()
        if old.counted == is_asked:
            return
        new = old.model_copy(update={"counted": is_asked})
        id = AssignmentId(row.sk)
        of = self.store.one(organisation, group, id) if old.state is Doing.READY else None
        with table.write() as write:
            if is_asked:
                self.roll.must_be_asked(write, organisation, group, member)
            else:
                self.roll.must_not_be_asked(write, organisation, group, member)
            self.standings.count(organisation, id, of, member, row, new, write)
            if old.shown != new.shown:
                self.store.count_in_group(
                    organisation, group, id, old.shown, new.shown, write, of=of
                )


turning = Turning(AssignmentStore(), StandingStore(), roll)
