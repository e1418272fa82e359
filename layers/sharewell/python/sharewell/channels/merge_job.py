"""The job that carries followers and items of a merged channel into the other one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell import table
from sharewell.channels.intake_store import Intakes
from sharewell.channels.model import Channel
from sharewell.channels.service import Channels, channels
from sharewell.channels.store import ChannelStore, key
from sharewell.errors import Conflict, Stale
from sharewell.events import ChannelMerged
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, GroupId, MemberId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobMessage, message_for
from sharewell.jobs.service import Jobs, jobs
from sharewell.table import Write
from sharewell.values import Value

KIND = "channel-merge"
FOLLOWERS = 20
"""Followers that one batch carries over."""


class MergeCursor(Value):
    """Where a merge is: its lists up to that of group `passed` are empty."""

    channel: ChannelId
    into: ChannelId
    passed: GroupId | None = None


@dataclass(frozen=True, slots=True)
class Merges:
    """What batches of a merge do to channels. Each call may be repeated."""

    store: ChannelStore
    intakes: Intakes
    channels: Channels
    identity: Identity
    jobs: Jobs

    def target(self, job: Job) -> Channel | None:
        """Returns the channel where things go by now: the other one may go into a third."""
        return self.channels.end_of(job.organisation, job.read_cursor(MergeCursor).into)

    def carry_followers(self, job: Job, target: ChannelId) -> bool:
        """Lets some of the followers follow the other channel. Returns whether there were any."""
        source = job.read_cursor(MergeCursor).channel
        members = self.store.followers(job.organisation, source, FOLLOWERS)
        for member in members:
            self._carry(job, source, target, member)
        return bool(members)

    def lists(self, job: Job) -> list[GroupId | None]:
        """Returns the lists that may have something left in them; None is that for everybody."""
        cursor = job.read_cursor(MergeCursor)
        every = self.intakes.groups(job.organisation, cursor.channel)
        left = [it for it in every if it > (cursor.passed or "")]
        return [*([] if cursor.passed else [None]), *left]

    def count_moved(
        self, job: Job, target: ChannelId, groups: Sequence[GroupId], write: Write
    ) -> None:
        """Has the target take an item, and counts it as moved.

        What is for groups alone is not counted: the number would tell others of it.
        """
        self.channels.must_keep(job.organisation, [target], groups, write)
        if not groups:
            source = job.read_cursor(MergeCursor).channel
            self.store.count_moved(job.organisation, source, write)

    def advance(self, job: Job, passed: GroupId | None) -> None:
        """Has the next batch look into the lists after that of `passed`."""
        cursor = job.read_cursor(MergeCursor).model_copy(update={"passed": passed})
        with table.write() as write:
            self.jobs.advance(job, cursor, write)

    def finish(self, job: Job) -> None:
        """Writes that nothing is left to be moved."""
        with table.write() as write:
            source = job.read_cursor(MergeCursor).channel
            self.store.end_merge(job.organisation, source, write)
            self.jobs.finish(job, write)

    def _carry(self, job: Job, source: ChannelId, target: ChannelId, member: MemberId) -> None:
        seat = self.identity.seat(job.organisation, member)
        try:
            with table.write() as write:
                self.store.add_follower(job.organisation, target, member, write)
                self.identity.follow(write, seat, target)
        except Conflict:  # they follow it
            pass
        try:
            with table.write() as write:
                self.store.remove_follower(job.organisation, source, member, write)
                self.identity.unfollow(write, seat, source)
        except Stale:  # they have just stopped themselves
            pass


def first_message(merged: ChannelMerged) -> JobMessage:
    """Returns the message that starts the job of a merge."""
    partition, _ = key(merged.organisation, merged.channel)
    cursor = MergeCursor(channel=merged.channel, into=merged.into)
    job = Job(
        organisation=merged.organisation,
        kind=KIND,
        partition=partition,
        id=merged.id,
        at=merged.at,
        cursor=cursor.model_dump_json(),
    )
    return message_for(job, with_cursor=True)


merges = Merges(ChannelStore(), Intakes(), channels, identity, jobs)
