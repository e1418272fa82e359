"""The job that fills a group: with the people of a list, then by the group's rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.caller import Caller
from sharewell.groups.membership_rules.store import FillingStore
from sharewell.groups.rows_store import key
from sharewell.ids import GroupId, MemberId, OrganisationId, new_ulid
from sharewell.jobs.model import Job
from sharewell.jobs.service import Jobs, jobs
from sharewell.table import Write
from sharewell.values import Value

KIND = "group-membership"


class MembershipCursor(Value):
    """What is left of a list of people, where the evaluation of the rule is, and what came of both.

    `after` is where to go on among all people.
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
    """Starts the jobs that fill groups. A new one takes over what one before has left."""

    store: FillingStore
    jobs: Jobs

    def latest(self, organisation: OrganisationId, group: GroupId) -> Job | None:
        """Returns the job that fills a group, or did so last."""
        partition, _ = key(organisation, group)
        return self.jobs.get(organisation, KIND, partition)

    def start_job(
        self,
        write: Write,
        group: GroupId,
        before: Job | None,
        *,
        by: Caller,
        at: datetime,
        people: Sequence[MemberId] = (),
        evaluates_rule: bool = False,
    ) -> None:
        """Has these people put into a group too, and everybody by its rule.

        Raises Gone or Conflict if `before` is not the latest job any more.
        """
        left = before.read_cursor(MembershipCursor) if before and before.is_running else None
        cursor = MembershipCursor(
            group=group,
            people=[*(left.people if left else ()), *people],
            by=by.name,
            by_member=by.member,
            evaluates_rule=evaluates_rule or (left is not None and left.evaluates_rule),
        )
        partition, _ = key(by.organisation, group)
        job = Job(
            organisation=by.organisation,
            kind=KIND,
            partition=partition,
            id=new_ulid(at),
            at=at,
            cursor=cursor.model_dump_json(),
        )
        self.jobs.start(job, write, replacing=before)


membership_jobs = MembershipJobs(FillingStore(), jobs)
