"""Batches of the membership job of a group, each with a bounded number of people.

Each batch adds and removes members and advances the job in one transaction. If one member makes it
fail, the batch processes members one by one, each only while the job is at this batch.
"""

from dataclasses import dataclass

from sharewell.aws import table
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, LimitExceeded, NotFound, VersionConflict
from sharewell.groups.membership_rules.job import KIND, MembershipCursor
from sharewell.groups.membership_rules.service import Rules, rules
from sharewell.groups.membership_rules.store import RuleStore
from sharewell.groups.membership_writes import MembershipWrites, membership_writes
from sharewell.groups.model import MemberCounts, Origin, OriginKind
from sharewell.groups.rule import Rule
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Member
from sharewell.identity.service import IdentityService, identity
from sharewell.jobs.model import Job, JobResting
from sharewell.jobs.queue import JobKind
from sharewell.jobs.service import Jobs, jobs
from sharewell.profiles.model import Profile
from sharewell.profiles.service import ProfileService, profiles

BATCH_SIZE = 24
"""People of one batch: with up to four rows each, a batch fits into one transaction."""
BATCHES_PER_MESSAGE = 8
"""Batches that one message of the queue runs."""


@dataclass(frozen=True, slots=True)
class MembershipBatches:
    """Runs batches: first the people of a list, then, to evaluate the rule, all members."""

    store: RuleStore
    group_store: GroupStore
    rules: Rules
    writes: MembershipWrites
    profiles: ProfileService
    identity: IdentityService
    jobs: Jobs
    now: Clock = now

    def run_batch(self, job: Job) -> None:
        """Runs the next batch. Raises JobInterrupted if the job moved on meanwhile."""
        cursor = job.read_cursor(MembershipCursor)
        group = self.rules.groups.get_for_search(job.organisation, cursor.group)
        if group is None:
            raise JobResting("The group is deleted. Its job continues when it is restored.")
        evaluates = cursor.evaluates_rule
        rule = self.store.get_rule(job.organisation, cursor.group) if evaluates else None
        if group.archived_at or not (cursor.people or rule):
            self._save(job, cursor.model_copy(update={"people": []}), is_done=True)
        elif cursor.people:
            self._run_list_batch(job, cursor)
        elif rule:
            self._run_rule_batch(job, cursor, rule)

    def _run_list_batch(self, job: Job, cursor: MembershipCursor) -> None:
        people, later = cursor.people[:BATCH_SIZE], cursor.people[BATCH_SIZE:]
        memberships = self.group_store.get_memberships(job.organisation, cursor.group, people)
        new = [it for it in people if it not in memberships]
        members = [
            member for member in self.identity.get_members(job.organisation, new) if member.active
        ]
        after = cursor.model_copy(update={"people": later, "seen": cursor.seen + len(people)})
        is_done = not later and not cursor.evaluates_rule
        try:
            with table.transaction() as tx:
                self._add_members(tx, job, cursor, members)
                counts = {"joined": cursor.joined + len(members)}
                self._advance(tx, job, after.model_copy(update=counts), is_done=is_done)
        except (Conflict, NotFound, VersionConflict, LimitExceeded):
            joined = [self._add_one(job, cursor, it) for it in members]
            counts = {"joined": cursor.joined + joined.count(True)}
            counts["skipped"] = cursor.skipped + joined.count(None)
            self._save(job, after.model_copy(update=counts), is_done=is_done)

    def _run_rule_batch(self, job: Job, cursor: MembershipCursor, rule: Rule) -> None:
        people, next = self.profiles.list_profiles(job.organisation, cursor.after, BATCH_SIZE)
        joins, leaves, memberships = self.rules.diff_members(
            job.organisation, cursor.group, rule, people
        )
        after = cursor.model_copy(update={"after": next, "seen": cursor.seen + len(people)})
        counts = {"joined": cursor.joined + len(joins), "left": cursor.left + len(leaves)}
        is_done = next is None
        try:
            with table.transaction() as tx:
                if joins or leaves:
                    group = cursor.group
                    self.rules.apply_diff(
                        tx, job.organisation, group, rule, joins, leaves, memberships
                    )
                self._advance(tx, job, after.model_copy(update=counts), is_done=is_done)
        except (Conflict, NotFound, VersionConflict, LimitExceeded):
            outcomes = [self._reevaluate_one(job, cursor, rule, it) for it in [*joins, *leaves]]
            counts = {
                "joined": cursor.joined + outcomes.count("joined"),
                "left": cursor.left + outcomes.count("left"),
                "skipped": cursor.skipped + outcomes.count("skipped"),
            }
            self._save(job, after.model_copy(update=counts), is_done=is_done)

    def _add_one(self, job: Job, cursor: MembershipCursor, member: Member) -> bool | None:
        """Returns whether the member was added; None if they are in the maximum of groups."""
        try:
            with table.transaction() as tx:
                self.jobs.require_current(job, tx)
                self._add_members(tx, job, cursor, [member])
        except LimitExceeded:
            return None
        except (Conflict, NotFound, VersionConflict):
            return False
        return True

    def _reevaluate_one(
        self, job: Job, cursor: MembershipCursor, rule: Rule, profile: Profile
    ) -> str:
        organisation, group = job.organisation, cursor.group
        joins, leaves, memberships = self.rules.diff_members(organisation, group, rule, [profile])
        if not joins and not leaves:  # changed concurrently
            return "unchanged"
        try:
            with table.transaction() as tx:
                self.jobs.require_current(job, tx)
                self.rules.apply_diff(tx, organisation, group, rule, joins, leaves, memberships)
        except LimitExceeded:
            return "skipped"
        except (
            Conflict,
            NotFound,
            VersionConflict,
        ):  # the event of the concurrent change re-evaluates the member
            return "unchanged"
        return "joined" if joins else "left"

    def _add_members(
        self, tx: table.Transaction, job: Job, cursor: MembershipCursor, members: list[Member]
    ) -> None:
        if members:
            origin = Origin(kind=OriginKind.MANUAL, by=cursor.by)
            self.writes.add_members(
                tx, cursor.group, members, origin, self.now(), by=cursor.by_member
            )
            self.group_store.update_counts(
                tx, job.organisation, cursor.group, len(members), MemberCounts()
            )

    def _save(self, job: Job, cursor: MembershipCursor, *, is_done: bool) -> None:
        with table.transaction() as tx:
            self._advance(tx, job, cursor, is_done=is_done)

    def _advance(
        self, tx: table.Transaction, job: Job, cursor: MembershipCursor, *, is_done: bool
    ) -> None:
        if is_done:
            self.jobs.finish(job, tx, cursor)
        else:
            self.jobs.advance(job, cursor, tx)


batches = MembershipBatches(
    RuleStore(), GroupStore(), rules, membership_writes, profiles, identity, jobs
)
group_membership = JobKind(KIND, batches.run_batch, BATCHES_PER_MESSAGE)
