"""Carrying the filling of a group on, a bounded number of people at a time.

One step is one write: people in and out, and how far it has got. Whoever does a step that was done
finds that it was. The last step of a call says that there is more, unless there is none.
"""

from dataclasses import dataclass

from sharewell import table
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Gone, Missing, Stale, TooMany
from sharewell.events import GroupFillMoved
from sharewell.groups.entry import Entry, entry
from sharewell.groups.filling.service import Rules, rules
from sharewell.groups.filling.shapes import Run
from sharewell.groups.filling.store import FillingStore
from sharewell.groups.model import Counted, Way, Why
from sharewell.groups.rule import Rule
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, OrganisationId
from sharewell.profiles.model import Profile
from sharewell.profiles.service import Profiles, profiles

CHUNK = 24
"""People of one step: four rows each, with those of the group, fit into one transaction."""
STEPS = 8
"""Steps of one call."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Takes one step after the other until there are none, or it is time for the next call."""

    store: FillingStore
    kept: GroupStore
    rules: Rules
    entry: Entry
    profiles: Profiles
    identity: Identity
    now: Clock = now

    def go_on(self, organisation: OrganisationId, id: GroupId) -> None:
        """A few steps of what a group is being filled with."""
        for left in reversed(range(STEPS)):
            run = self.store.run(organisation, id)
            if run is None or run.done:
                return
            try:
                self._step(organisation, id, run, last=left == 0)
            except Gone:  # somebody else takes this step, there is another filling, or no group
                return

    def _step(self, organisation: OrganisationId, id: GroupId, run: Run, *, last: bool) -> None:
        group = self.rules.groups.findable(organisation, id)
        if group is None:
            raise Gone("the group is deleted; whoever restores it has its filling go on")
        rule = self.store.rule(organisation, id) if run.walks else None
        if group.archived_at or not (run.people or rule):
            self._keep(organisation, id, run, _next(run, people=[], done=True), last=last)
        elif run.people:
            self._from_list(organisation, id, run, last=last)
        elif rule:
            self._by_rule(organisation, id, run, rule, last=last)

    def _from_list(
        self, organisation: OrganisationId, id: GroupId, run: Run, *, last: bool
    ) -> None:
        people, later = run.people[:CHUNK], run.people[CHUNK:]
        known = self.kept.memberships(organisation, id, people)
        seats = self.identity.seats(organisation, [it for it in people if it not in known])
        seats = [seat for seat in seats if seat.active]
        step = _next(run, people=later, seen=run.seen + len(people))
        step = step.model_copy(update={"done": not later and not run.walks})
        try:
            with table.write() as write:
                done = step.model_copy(update={"joined": run.joined + len(seats)})
                self._let_in(write, organisation, id, run, seats)
                self._say(write, organisation, id, run, done, last=last)
        except (Conflict, Missing, Stale, TooMany):
            joined = [self._alone(organisation, id, run, seat) for seat in seats]
            counts = {"joined": run.joined + joined.count(True)}
            counts["skipped"] = run.skipped + joined.count(None)
            self._keep(organisation, id, run, step.model_copy(update=counts), last=last)

    def _by_rule(
        self, organisation: OrganisationId, id: GroupId, run: Run, rule: Rule, *, last: bool
    ) -> None:
        some, after = self.profiles.some(organisation, run.cursor, CHUNK)
        joins, leaves, known = self.rules.sorted_out(organisation, id, rule, some)
        step = _next(run, cursor=after, seen=run.seen + len(some), done=after is None)
        done = {"joined": run.joined + len(joins), "left": run.left + len(leaves)}
        try:
            with table.write() as write:
                if joins or leaves:
                    self.rules.move(write, organisation, id, rule, joins, leaves, known)
                self._say(write, organisation, id, run, step.model_copy(update=done), last=last)
        except (Conflict, Missing, Stale, TooMany):
            ends = [self._fit_alone(organisation, id, run, rule, it) for it in [*joins, *leaves]]
            counts = {"joined": run.joined + ends.count("in"), "left": run.left + ends.count("out")}
            counts["skipped"] = run.skipped + ends.count("full")
            self._keep(organisation, id, run, step.model_copy(update=counts), last=last)

    def _alone(
        self, organisation: OrganisationId, id: GroupId, run: Run, seat: Seat
    ) -> bool | None:
        """Whether one of a list came in; None when they have no room for one more group."""
        try:
            with table.write() as write:
                self.store.must_be_at(write, organisation, id, run)
                self._let_in(write, organisation, id, run, [seat])
        except TooMany:
            return None
        except (Conflict, Missing, Stale):
            return False
        return True

    def _fit_alone(
        self, organisation: OrganisationId, id: GroupId, run: Run, rule: Rule, who: Profile
    ) -> str:
        joins, leaves, known = self.rules.sorted_out(organisation, id, rule, [who])
        if not joins and not leaves:  # somebody else was quicker
            return "as it was"
        try:
            with table.write() as write:
                self.store.must_be_at(write, organisation, id, run)
                self.rules.move(write, organisation, id, rule, joins, leaves, known)
        except TooMany:
            return "full"
        except (Conflict, Missing, Stale):  # what changed meanwhile is looked at as it says so
            return "as it was"
        return "in" if joins else "out"

    def _let_in(
        self,
        write: table.Write,
        organisation: OrganisationId,
        id: GroupId,
        run: Run,
        seats: list[Seat],
    ) -> None:
        if seats:
            why = Why(way=Way.BY_HAND, by=run.by)
            self.entry.let_in(write, id, seats, why, self.now(), by=run.by_member)
            self.kept.count(write, organisation, id, len(seats), Counted())

    def _keep(
        self, organisation: OrganisationId, id: GroupId, old: Run, new: Run, *, last: bool
    ) -> None:
        with table.write() as write:
            self._say(write, organisation, id, old, new, last=last)

    def _say(
        self,
        write: table.Write,
        organisation: OrganisationId,
        id: GroupId,
        old: Run,
        new: Run,
        *,
        last: bool,
    ) -> None:
        more = [GroupFillMoved(organisation=organisation, at=self.now(), group=id)]
        self.store.keep_run(write, organisation, id, old, new, *(more if last else []))


def _next(run: Run, **changes: object) -> Run:
    return run.model_copy(update={"step": run.step + 1, **changes})


runs = Runs(FillingStore(), GroupStore(), rules, entry, profiles, identity)
