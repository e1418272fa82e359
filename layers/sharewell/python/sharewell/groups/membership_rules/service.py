"""Membership rules of groups: previewing, setting and evaluating them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, LimitExceeded, NotFound, VersionConflict
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.groups.membership_rules.job import (
    MembershipCursor,
    MembershipJobs,
    membership_jobs,
)
from sharewell.groups.membership_rules.schemas import (
    Progress,
    RuleDiff,
    RulePreviewRequest,
    RuleStatus,
)
from sharewell.groups.membership_rules.store import RuleStore
from sharewell.groups.membership_writes import MembershipWrites, membership_writes
from sharewell.groups.model import MemberCounts, Membership, Origin, OriginKind
from sharewell.groups.rule import MemberFacts, Rule
from sharewell.groups.service import GroupService, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.service import IdentityService, identity
from sharewell.jobs.model import Job
from sharewell.profiles.model import Profile
from sharewell.profiles.service import ProfileService, profiles

MAX_PREVIEWED = 200
"""People that one preview of a rule evaluates."""
MAX_NAMED = 20


@dataclass(frozen=True, slots=True)
class Rules:
    """Reads, previews, sets and evaluates membership rules."""

    store: RuleStore
    group_store: GroupStore
    groups: GroupService
    writes: MembershipWrites
    jobs: MembershipJobs
    profiles: ProfileService
    identity: IdentityService
    now: Clock = now

    def get_rule_status(self, id: GroupId, *, by: Caller) -> RuleStatus:
        """Returns the rule of a group that the caller is in and the progress of its latest job."""
        self.groups.require_member(by, id)
        rule, job = concurrency.run_concurrently(
            [partial(it, by.organisation, id) for it in (self.store.get_rule, self.jobs.latest)]
        )
        return RuleStatus(rule=rule, progress=_progress(job) if job else None)

    def preview_rule(self, trial: RulePreviewRequest, *, by: Caller) -> RuleDiff:
        """Returns the changes that a rule would make among the next 200 people by name."""
        if trial.group:
            self.groups.get_as_manager(by, trial.group)
        people, after = self.profiles.list_profiles(by.organisation, trial.after, MAX_PREVIEWED)
        leaves: list[Profile] = []
        if trial.group:
            joins, leaves, _ = self.diff_members(by.organisation, trial.group, trial.rule, people)
        else:
            joins = [it for it in people if trial.rule.matches(facts(it))]
        return RuleDiff(
            seen=len(people),
            joins=len(joins),
            joining=[it.name for it in joins[:MAX_NAMED]],
            leaves=len(leaves),
            leaving=[it.name for it in leaves[:MAX_NAMED]],
            next=after,
        )

    def set_rule(self, id: GroupId, rule: Rule | None, version: int | None, *, by: Caller) -> None:
        """Sets the rule of a group and starts a job that evaluates it; None removes the rule."""
        old, _ = self.groups.get_as_manager(by, id)
        if version not in (None, old.version):
            raise VersionConflict("Someone else changed this group. Reload and try again.")
        if rule and old.archived_at:
            raise Conflict("This group is archived and not accepting members.")
        description = rule.describe() if rule else None
        new = old.model_copy(update={"rule": description, "version": old.version + 1})
        before = self.jobs.latest(by.organisation, id) if rule else None
        with table.transaction() as tx:
            event = self.groups.changed_event(by.organisation, id)
            self.group_store.update(tx, by.organisation, old, new, event)
            self.store.set_rule(tx, by.organisation, id, rule)
            if rule:
                self.jobs.start_job(tx, id, before, by=by, at=self.now(), evaluates_rule=True)

    def reevaluate_member(self, organisation: OrganisationId, member: MemberId) -> None:
        """Adds a member to and removes them from groups as all current rules require."""
        after: str | None = None
        while True:
            rules, after = self.store.list_rules(organisation, after)
            for group in rules:
                retry_on_conflict(
                    partial(self._reevaluate, organisation, group, member),
                    BACKGROUND_ATTEMPTS,
                    on=(Conflict, VersionConflict),
                    otherwise=Conflict("Group membership is being updated. Try again later."),
                )
            if after is None:
                return

    def diff_members(
        self, organisation: OrganisationId, id: GroupId, rule: Rule, people: Sequence[Profile]
    ) -> tuple[list[Profile], list[Profile], dict[MemberId, Membership]]:
        """Returns who of these people joins, who leaves, and the memberships of all of them."""
        ids = [it.id for it in people]
        memberships, excluded = concurrency.run_concurrently(
            [
                partial(self.group_store.get_memberships, organisation, id, ids),
                partial(self.store.list_excluded, organisation, id, ids),
            ]
        )
        matching = {it.id for it in people if rule.matches(facts(it))}
        joins = [
            it
            for it in people
            if it.id in matching and it.id not in memberships and it.id not in excluded
        ]
        leaves = [
            it
            for it in people
            if it.id not in matching and _was_added_by_rule(memberships.get(it.id))
        ]
        return joins, leaves, memberships

    def apply_diff(
        self,
        tx: table.Transaction,
        organisation: OrganisationId,
        id: GroupId,
        rule: Rule,
        joins: Sequence[Profile],
        leaves: Sequence[Profile],
        memberships: dict[MemberId, Membership],
    ) -> None:
        """Adds and removes members in `tx`, with condition checks on the rule and the profiles."""
        changed = [*joins, *leaves]
        for it in changed:
            self.profiles.require_unchanged(tx, organisation, it)
        self.store.require_rule(tx, organisation, id, rule)
        members = {
            it.member: it
            for it in self.identity.get_members(organisation, [it.id for it in changed])
        }
        at = self.now()
        new = [members[it.id] for it in joins]
        self.writes.add_members(tx, id, new, Origin(kind=OriginKind.RULE), at)
        self.writes.remove_members(tx, id, [members[it.id] for it in leaves], memberships)
        events = self.writes.left_events(organisation, id, [it.id for it in leaves], at)
        change = MemberCounts()
        for it in leaves:
            change = change.plus(MemberCounts().minus(memberships[it.id].counts))
        self.group_store.update_counts(
            tx, organisation, id, len(joins) - len(leaves), change, *events
        )

    def _reevaluate(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        rule, profile = (
            self.store.get_rule(organisation, id),
            self.profiles.get_current(organisation, member),
        )
        group = self.groups.get_for_search(organisation, id)
        if rule is None or group is None or group.archived_at:
            return
        joins, leaves, memberships = self.diff_members(organisation, id, rule, [profile])
        if not joins and not leaves:
            return
        # NotFound: the group was deleted. LimitExceeded: they are in the maximum of groups.
        with suppress(NotFound, LimitExceeded), table.transaction() as tx:
            self.apply_diff(tx, organisation, id, rule, joins, leaves, memberships)


def facts(profile: Profile) -> MemberFacts:
    """Returns the facts about a member that rules evaluate."""
    return MemberFacts(
        active=profile.active,
        department=profile.department,
        location=profile.location,
        role=profile.role.value,
    )


def _was_added_by_rule(it: Membership | None) -> bool:
    return it is not None and it.origin.kind is OriginKind.RULE


def _progress(job: Job) -> Progress:
    cursor = job.read_cursor(MembershipCursor)
    fields = cursor.model_dump(include=set(Progress.model_fields))
    return Progress(**fields, waiting=len(cursor.people), done=not job.is_running)


rules = Rules(
    RuleStore(), GroupStore(), groups, membership_writes, membership_jobs, profiles, identity
)
