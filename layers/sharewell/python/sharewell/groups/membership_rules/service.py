"""Rules of groups: trying one, giving one, and what follows for whom."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing, Stale, TooMany
from sharewell.groups.entry import Entry, entry
from sharewell.groups.membership_rules.job import (
    MembershipCursor,
    MembershipJobs,
    membership_jobs,
)
from sharewell.groups.membership_rules.schemas import Filled, Progress, RuleDiff, RuleTrial
from sharewell.groups.membership_rules.store import FillingStore
from sharewell.groups.model import Counted, Membership, Way, Why
from sharewell.groups.rule import Facts, Rule
from sharewell.groups.service import Groups, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.jobs.model import Job
from sharewell.profiles.model import Profile
from sharewell.profiles.service import Profiles, profiles
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

TRIED_AT_ONCE = 200
"""People that one trial of a rule looks at."""
NAMED = 20


@dataclass(frozen=True, slots=True)
class Rules:
    """Who leads a group gives it a rule; from then on it follows what people say of themselves."""

    store: FillingStore
    kept: GroupStore
    groups: Groups
    entry: Entry
    jobs: MembershipJobs
    profiles: Profiles
    identity: Identity
    now: Clock = now

    def read(self, id: GroupId, *, by: Caller) -> Filled:
        """The rule of a group that the caller is in, and how far it has been applied."""
        self.groups.must_be_inside(by, id)
        rule, job = concurrency.run_concurrently(
            [partial(it, by.organisation, id) for it in (self.store.rule, self.jobs.latest)]
        )
        return Filled(rule=rule, progress=_progress(job) if job else None)

    def try_out(self, trial: RuleTrial, *, by: Caller) -> RuleDiff:
        """Whom a rule would let in and out, among the next two hundred people by name."""
        if trial.group:
            self.groups.tended(by, trial.group)
        some, after = self.profiles.some(by.organisation, trial.after, TRIED_AT_ONCE)
        leaves: list[Profile] = []
        if trial.group:
            joins, leaves, _ = self.sorted_out(by.organisation, trial.group, trial.rule, some)
        else:
            joins = [it for it in some if trial.rule.fits(facts(it))]
        return RuleDiff(
            seen=len(some),
            joins=len(joins),
            joining=[it.name for it in joins[:NAMED]],
            leaves=len(leaves),
            leaving=[it.name for it in leaves[:NAMED]],
            next=after,
        )

    def give(self, id: GroupId, rule: Rule | None, version: int | None, *, by: Caller) -> None:
        """Give a group another rule, and begin to apply it; without one, all stay as they are."""
        old, _ = self.groups.tended(by, id)
        if version not in (None, old.version):
            raise Stale("somebody else changed this group since you read it")
        if rule and old.archived_at:
            raise Conflict("this group is archived; nobody comes in any more")
        words = rule.words() if rule else None
        new = old.model_copy(update={"rule": words, "version": old.version + 1})
        before = self.jobs.latest(by.organisation, id) if rule else None
        with table.write() as write:
            said = self.groups.changed(by.organisation, id)
            self.kept.change(write, by.organisation, old, new, said)
            self.store.keep_rule(write, by.organisation, id, rule)
            if rule:
                self.jobs.start_job(write, id, before, by=by, at=self.now(), evaluates_rule=True)

    def look_again(self, organisation: OrganisationId, member: MemberId) -> None:
        """Let somebody into and out of groups as the rules say of them at this instant."""
        after: str | None = None
        while True:
            rules, after = self.store.rules(organisation, after)
            for group in rules:
                retry_on_conflict(
                    partial(self._fit, organisation, group, member),
                    BACKGROUND_ATTEMPTS,
                    on=(Conflict, Stale),
                    otherwise=Conflict("many people are changing this right now"),
                )
            if after is None:
                return

    def sorted_out(
        self, organisation: OrganisationId, id: GroupId, rule: Rule, some: Sequence[Profile]
    ) -> tuple[list[Profile], list[Profile], dict[MemberId, Membership]]:
        """Of these people those to let in and to let out, and what they are in the group."""
        every = [it.id for it in some]
        known, out = concurrency.run_concurrently(
            [
                partial(self.kept.memberships, organisation, id, every),
                partial(self.store.kept_out, organisation, id, every),
            ]
        )
        fit = {it.id for it in some if rule.fits(facts(it))}
        joins = [it for it in some if it.id in fit and it.id not in known and it.id not in out]
        leaves = [it for it in some if it.id not in fit and _by_rule(known.get(it.id))]
        return joins, leaves, known

    def move(
        self,
        write: table.Write,
        organisation: OrganisationId,
        id: GroupId,
        rule: Rule,
        joins: Sequence[Profile],
        leaves: Sequence[Profile],
        known: dict[MemberId, Membership],
    ) -> None:
        """Within an open write: these in and those out, if rule and people are as they were."""
        moved = [*joins, *leaves]
        for it in moved:
            self.profiles.must_be_as(write, organisation, it)
        self.store.must_be_the_rule(write, organisation, id, rule)
        seats = {it.member: it for it in self.identity.seats(organisation, [it.id for it in moved])}
        at = self.now()
        coming = [seats[it.id] for it in joins]
        self.entry.let_in(write, id, coming, Why(way=Way.RULE), at)
        self.entry.let_out(write, id, [seats[it.id] for it in leaves], known)
        said = self.entry.left(organisation, id, [it.id for it in leaves], at)
        less = Counted()
        for it in leaves:
            less = less.plus(Counted().but(known[it.id].counted))
        self.kept.count(write, organisation, id, len(joins) - len(leaves), less, *said)

    def _fit(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        rule, who = self.store.rule(organisation, id), self.profiles.as_is(organisation, member)
        group = self.groups.findable(organisation, id)
        if rule is None or group is None or group.archived_at:
            return
        joins, leaves, known = self.sorted_out(organisation, id, rule, [who])
        if not joins and not leaves:
            return
        # Missing: the group is gone. TooMany: they have no room for one more.
        with suppress(Missing, TooMany), table.write() as write:
            self.move(write, organisation, id, rule, joins, leaves, known)


def facts(profile: Profile) -> Facts:
    """What rules know of somebody."""
    return Facts(
        active=profile.active,
        department=profile.department,
        location=profile.location,
        role=profile.role.value,
    )


def _by_rule(it: Membership | None) -> bool:
    return it is not None and it.why.way is Way.RULE


def _progress(job: Job) -> Progress:
    cursor = job.read_cursor(MembershipCursor)
    shown = cursor.model_dump(include=set(Progress.model_fields))
    return Progress(**shown, waiting=len(cursor.people), done=not job.is_running)


rules = Rules(FillingStore(), GroupStore(), groups, entry, membership_jobs, profiles, identity)
