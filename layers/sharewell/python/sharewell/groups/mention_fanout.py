"""The job that notifies the people of a group that it is mentioned, a hundred in a batch."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.errors import Conflict
from sharewell.events import Event
from sharewell.groups.roll import Roll, roll
from sharewell.groups.rows_store import key
from sharewell.groups.store import GroupStore
from sharewell.ids import GroupId, MemberId, PostId, derive_ulid
from sharewell.jobs.model import Job
from sharewell.jobs.service import Jobs, jobs
from sharewell.values import Value

KIND = "mention-fanout"
TOGETHER = 100
"""People that one batch notifies."""


class MentionCursor(Value):
    """Who mentions a group where, and the member that the batch before ended with.

    `of` is where, as `item:<id>` or `group:<id>`, `post` the post, if it is in one; `cause` is the
    id of the event that says so.
    """

    group: GroupId
    by: MemberId
    of: str
    post: PostId | None = None
    cause: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class MentionFanout:
    """Starts the job for groups that are mentioned, and says whom each batch is for."""

    kept: GroupStore
    roll: Roll
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
        reads = [partial(self.kept.memberships, organisation, it, [by]) for it in groups]
        found = zip(groups, concurrency.run_concurrently(reads), strict=True)
        called = [group for group, known in found if by in known]
        for group in called:
            cursor = MentionCursor(group=group, by=by, of=of, post=post, cause=cause.id)
            with suppress(Conflict), table.write() as write:  # it was started already
                self.jobs.start(_job(cause, cursor), write)
        return called

    def next_batch(self, job: Job) -> list[MemberId]:
        """Returns the members whom the job's next batch is for."""
        cursor = job.read_cursor(MentionCursor)
        if self.roll.groups.findable(job.organisation, cursor.group) is None:
            return []
        people = self.roll.people(job.organisation, cursor.group, cursor.after, TOGETHER)
        return [it.member for it in people]

    def move_on(self, job: Job, members: Sequence[MemberId]) -> None:
        """Advances the job by a batch of these members, or finishes it after the last one."""
        with table.write() as write:
            if len(members) == TOGETHER:
                cursor = job.read_cursor(MentionCursor)
                self.jobs.advance(job, cursor.model_copy(update={"after": members[-1]}), write)
            else:
                self.jobs.finish(job, write)


def _job(cause: Event, cursor: MentionCursor) -> Job:
    partition, _ = key(cause.organisation, cursor.group)
    return Job(
        organisation=cause.organisation,
        kind=KIND,
        partition=partition,
        subject=cause.id,
        id=derive_ulid(cause.id, cursor.group),
        at=cause.at,
        cursor=cursor.model_dump_json(),
    )


mention_fanout = MentionFanout(GroupStore(), roll, jobs)
