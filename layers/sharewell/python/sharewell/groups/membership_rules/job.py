"""The job that adds the members of a list to a group, then evaluates the group's rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.aws.table import Transaction
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, MemberId, OrganisationId, new_ulid
from sharewell.core.values import Value
from sharewell.groups.membership_rules.store import RuleStore
from sharewell.groups.rows_store import group_key
from sharewell.jobs.model import Job
from sharewell.jobs.service import Jobs, jobs

KIND = "group-membership"


class MembershipCursor(Value):
    """The rest of the list, the position in the evaluation of the rule, and the counts of both.

    `after` is the cursor of the next page of the directory of people.
    """

    group: GroupId
    people: list[MemberId] = []
    by: str | None = None
    by_member: MemberId | None = None
    evaluates_rule: bool = False
    after: str | None = None
    seen: int = 0
    joined: int = 0
    left: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class MembershipJobs:
    """Starts membership jobs. A new job takes over what its predecessor has left to do."""

    store: RuleStore
    jobs: Jobs

    def latest(self, organisation: OrganisationId, group: GroupId) -> Job | None:
        """Returns the running or latest membership job of a group, or None."""
        partition, _ = group_key(organisation, group)
        return self.jobs.get(organisation, KIND, partition)

    def start_job(
        self,
        tx: Transaction,
        group: GroupId,
        before: Job | None,
        *,
        by: Caller,
        at: datetime,
        people: Sequence[MemberId] = (),
        evaluates_rule: bool = False,
    ) -> None:
        """Starts a job in `tx` that adds these people, then evaluates the group's rule if asked to.

        Raises Gone or Conflict if `before` is not the latest job any longer.
        """
        rest = before.read_cursor(MembershipCursor) if before and before.is_running else None
        cursor = MembershipCursor(
            group=group,
            people=[*(rest.people if rest else ()), *people],
            by=by.name,
            by_member=by.member,
            evaluates_rule=evaluates_rule or (rest is not None and rest.evaluates_rule),
        )
        partition, _ = group_key(by.organisation, group)
        job = Job(
            organisation=by.organisation,
            kind=KIND,
            partition=partition,
            id=new_ulid(at),
            at=at,
            cursor=cursor.model_dump_json(),
        )
        self.jobs.start(job, tx, replacing=before)


membership_jobs = MembershipJobs(RuleStore(), jobs)
