"""Batches of the job that fills a group: each a bounded number of people.

Each batch adds and removes members and advances the job in one transaction. Where somebody is in
the way of that, people go one by one, each only while the job is at this batch.
"""

from dataclasses import dataclass

from sharewell import table
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing, Stale, TooMany
from sharewell.groups.entry import Entry, entry
from sharewell.groups.membership_rules.job import KIND, MembershipCursor
from sharewell.groups.membership_rules.service import Rules, rules
from sharewell.groups.membership_rules.store import FillingStore
from sharewell.groups.model import Counted, Way, Why
from sharewell.groups.rule import Rule
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.jobs.model import Job, JobResting
from sharewell.jobs.queue import JobKind
from sharewell.jobs.service import Jobs, jobs
from sharewell.profiles.model import Profile
from sharewell.profiles.service import Profiles, profiles

CHUNK = 24
"""People of one batch: four rows each, with those of the group, fit into one transaction."""
BATCHES = 8
"""Batches that one message is good for."""


@dataclass(frozen=True, slots=True)
class MembershipBatches:
    """Runs batches: first people of the list, then, if it evaluates the rule, everybody."""

    store: FillingStore
    kept: GroupStore
    rules: Rules
    entry: Entry
    profiles: Profiles
    identity: Identity
    jobs: Jobs
    now: Clock = now

    def run_batch(self, job: Job) -> None:
        """Runs the next batch. Raises JobInterrupted if the job is not at it any more."""
        cursor = job.read_cursor(MembershipCursor)
        group = self.rules.groups.findable(job.organisation, cursor.group)
        if group is None:
            raise JobResting("the group is deleted; whoever restores it has its job go on")
        evaluates = cursor.evaluates_rule
        rule = self.store.rule(job.organisation, cursor.group) if evaluates else None
        if group.archived_at or not (cursor.people or rule):
            self._keep(job, cursor.model_copy(update={"people": []}), is_done=True)
        elif cursor.people:
            self._from_list(job, cursor)
        elif rule:
            self._by_rule(job, cursor, rule)

    def _from_list(self, job: Job, cursor: MembershipCursor) -> None:
        people, later = cursor.people[:CHUNK], cursor.people[CHUNK:]
        known = self.kept.memberships(job.organisation, cursor.group, people)
        new = [it for it in people if it not in known]
        seats = [seat for seat in self.identity.seats(job.organisation, new) if seat.active]
        after = cursor.model_copy(update={"people": later, "seen": cursor.seen + len(people)})
        is_done = not later and not cursor.evaluates_rule
        try:
            with table.write() as write:
                self._let_in(write, job, cursor, seats)
                counts = {"joined": cursor.joined + len(seats)}
                self._move_on(write, job, after.model_copy(update=counts), is_done=is_done)
        except (Conflict, Missing, Stale, TooMany):
            joined = [self._alone(job, cursor, seat) for seat in seats]
            counts = {"joined": cursor.joined + joined.count(True)}
            counts["skipped"] = cursor.skipped + joined.count(None)
            self._keep(job, after.model_copy(update=counts), is_done=is_done)

    def _by_rule(self, job: Job, cursor: MembershipCursor, rule: Rule) -> None:
        some, next = self.profiles.some(job.organisation, cursor.after, CHUNK)
        found = self.rules.sorted_out(job.organisation, cursor.group, rule, some)
        joins, leaves, known = found
        after = cursor.model_copy(update={"after": next, "seen": cursor.seen + len(some)})
        counts = {"joined": cursor.joined + len(joins), "left": cursor.left + len(leaves)}
        is_done = next is None
        try:
            with table.write() as write:
                if joins or leaves:
                    group = cursor.group
                    self.rules.move(write, job.organisation, group, rule, joins, leaves, known)
                self._move_on(write, job, after.model_copy(update=counts), is_done=is_done)
        except (Conflict, Missing, Stale, TooMany):
            ends = [self._fit_alone(job, cursor, rule, it) for it in [*joins, *leaves]]
            counts = {
                "joined": cursor.joined + ends.count("in"),
                "left": cursor.left + ends.count("out"),
                "skipped": cursor.skipped + ends.count("full"),
            }
            self._keep(job, after.model_copy(update=counts), is_done=is_done)

    def _alone(self, job: Job, cursor: MembershipCursor, seat: Seat) -> bool | None:
        """Whether one of a list came in; None when they have no room for one more group."""
        try:
            with table.write() as write:
                self.jobs.require_current(job, write)
                self._let_in(write, job, cursor, [seat])
        except TooMany:
            return None
        except (Conflict, Missing, Stale):
            return False
        return True

    def _fit_alone(self, job: Job, cursor: MembershipCursor, rule: Rule, who: Profile) -> str:
        organisation, group = job.organisation, cursor.group
        joins, leaves, known = self.rules.sorted_out(organisation, group, rule, [who])
        if not joins and not leaves:  # somebody else was quicker
            return "as it was"
        try:
            with table.write() as write:
                self.jobs.require_current(job, write)
                self.rules.move(write, organisation, group, rule, joins, leaves, known)
        except TooMany:
            return "full"
        except (Conflict, Missing, Stale):  # what changed meanwhile is looked at as it says so
            return "as it was"
        return "in" if joins else "out"

    def _let_in(
        self, write: table.Write, job: Job, cursor: MembershipCursor, seats: list[Seat]
    ) -> None:
        if seats:
            why = Why(way=Way.BY_HAND, by=cursor.by)
            self.entry.let_in(write, cursor.group, seats, why, self.now(), by=cursor.by_member)
            self.kept.count(write, job.organisation, cursor.group, len(seats), Counted())

    def _keep(self, job: Job, cursor: MembershipCursor, *, is_done: bool) -> None:
        with table.write() as write:
            self._move_on(write, job, cursor, is_done=is_done)

    def _move_on(
        self, write: table.Write, job: Job, cursor: MembershipCursor, *, is_done: bool
    ) -> None:
        if is_done:
            self.jobs.finish(job, write, cursor)
        else:
            self.jobs.advance(job, cursor, write)


batches = MembershipBatches(FillingStore(), GroupStore(), rules, entry, profiles, identity, jobs)
group_membership = JobKind(KIND, batches.run_batch, BATCHES)
