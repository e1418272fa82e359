"""The job that notifies the members of a group that it is mentioned, 100 in a batch."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.core.errors import Conflict
from sharewell.core.events import Event
from sharewell.core.ids import GroupId, MemberId, PostId, derive_ulid
from sharewell.core.values import Value
from sharewell.groups.membership_queries import MembershipQueries, membership_queries
from sharewell.groups.rows_store import group_key
from sharewell.groups.store import GroupStore
from sharewell.jobs.model import Job
from sharewell.jobs.service import Jobs, jobs

KIND = "mention-fanout"
BATCH_SIZE = 100
"""Members that one batch notifies."""


class MentionCursor(Value):
    """Who mentions which group where, and the last member of the batch before.

    `of` is the subject, as `item:<id>` or `group:<id>`; `post` the post, if the mention is in one;
    `cause` the id of the event that reports the mention.
    """

    group: GroupId
    by: MemberId
    subject: str
    post: PostId | None = None
    cause: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class MentionFanout:
    """Starts the job for groups that are mentioned, and reads the members of each batch."""

    group_store: GroupStore
    memberships: MembershipQueries
    jobs: Jobs

    def start(
        self,
        cause: Event,
        groups: Sequence[GroupId],
        by: MemberId,
        of: str,
        post: PostId | None = None,
    ) -> list[GroupId]:
        """Starts a job for each of these groups that `by` is in, once. Returns those groups."""
        organisation = cause.organisation
        reads = [partial(self.group_store.get_memberships, organisation, it, [by]) for it in groups]
        memberships = zip(groups, concurrency.run_concurrently(reads), strict=True)
        mentioned = [group for group, found in memberships if by in found]
        for group in mentioned:
            cursor = MentionCursor(group=group, by=by, subject=of, post=post, cause=cause.id)
            with suppress(Conflict), table.transaction() as tx:  # started by an earlier delivery
                self.jobs.start(_job(cause, cursor), tx)
        return mentioned

    def next_batch(self, job: Job) -> list[MemberId]:
        """Returns the members that the job's next batch notifies."""
        cursor = job.read_cursor(MentionCursor)
        if self.memberships.groups.get_for_search(job.organisation, cursor.group) is None:
            return []
        batch = self.memberships.list_members(
            job.organisation, cursor.group, cursor.after, BATCH_SIZE
        )
        return [it.member for it in batch]

    def advance(self, job: Job, members: Sequence[MemberId]) -> None:
        """Advances the job by a batch of these members, or finishes it after the last one."""
        with table.transaction() as tx:
            if len(members) == BATCH_SIZE:
                cursor = job.read_cursor(MentionCursor)
                self.jobs.advance(job, cursor.model_copy(update={"after": members[-1]}), tx)
            else:
                self.jobs.finish(job, tx)


def _job(cause: Event, cursor: MentionCursor) -> Job:
    partition, _ = group_key(cause.organisation, cursor.group)
    return Job(
        organisation=cause.organisation,
        kind=KIND,
        partition=partition,
        subject=cause.id,
        id=derive_ulid(cause.id, cursor.group),
        at=cause.at,
        cursor=cursor.model_dump_json(),
    )


mention_fanout = MentionFanout(GroupStore(), membership_queries, jobs)
