"""The job that moves followers and items of a merged channel to its target."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell.aws import table
from sharewell.aws.table import Transaction
from sharewell.channels.gate_store import ChannelGates
from sharewell.channels.model import Channel
from sharewell.channels.service import ChannelService, channels
from sharewell.channels.store import ChannelStore, channel_key
from sharewell.core.errors import Conflict, VersionConflict
from sharewell.core.events import ChannelMerged
from sharewell.core.ids import ChannelId, GroupId, MemberId
from sharewell.core.values import Value
from sharewell.identity.service import IdentityService, identity
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobMessage, message_for
from sharewell.jobs.service import Jobs, jobs

KIND = "channel-merge"
FOLLOWER_BATCH_SIZE = 20
"""Followers that one batch moves."""


class MergeCursor(Value):
    """How far a merge has come: its lists up to that of group `passed` are empty."""

    channel: ChannelId
    into: ChannelId
    passed: GroupId | None = None


@dataclass(frozen=True, slots=True)
class Merges:
    """The steps of a merge's batches that concern channels. Each is idempotent."""

    store: ChannelStore
    gates: ChannelGates
    channels: ChannelService
    identity: IdentityService
    jobs: Jobs

    def get_target(self, job: Job) -> Channel | None:
        """Returns the channel to move things to: `into`, or what that was merged into since."""
        return self.channels.resolve_merged(job.organisation, job.read_cursor(MergeCursor).into)

    def move_followers(self, job: Job, target: ChannelId) -> bool:
        """Moves a batch of followers to the target. Returns False if none were left."""
        source = job.read_cursor(MergeCursor).channel
        members = self.store.list_followers(job.organisation, source, FOLLOWER_BATCH_SIZE)
        for member in members:
            self._move_follower(job, source, target, member)
        return bool(members)

    def list_remaining(self, job: Job) -> list[GroupId | None]:
        """Returns the lists that may have items left; None is the organisation's list."""
        cursor = job.read_cursor(MergeCursor)
        every = self.gates.list_groups(job.organisation, cursor.channel)
        left = [it for it in every if it > (cursor.passed or "")]
        return [*([] if cursor.passed else [None]), *left]

    def count_moved(
        self, job: Job, target: ChannelId, groups: Sequence[GroupId], tx: Transaction
    ) -> None:
        """Checks that the target exists and counts an item as moved, in its transaction.

        Items for groups are not counted: the number would reveal them to others.
        """
        self.channels.require_existing(job.organisation, [target], groups, tx)
        if not groups:
            source = job.read_cursor(MergeCursor).channel
            self.store.count_moved(job.organisation, source, tx)

    def advance(self, job: Job, passed: GroupId | None) -> None:
        """Advances the job's cursor to the lists after that of `passed`."""
        cursor = job.read_cursor(MergeCursor).model_copy(update={"passed": passed})
        with table.transaction() as tx:
            self.jobs.advance(job, cursor, tx)

    def finish(self, job: Job) -> None:
        """Finishes the job and the merge: nothing is left to be moved."""
        with table.transaction() as tx:
            source = job.read_cursor(MergeCursor).channel
            self.store.finish_merge(job.organisation, source, tx)
            self.jobs.finish(job, tx)

    def _move_follower(
        self, job: Job, source: ChannelId, target: ChannelId, member: MemberId
    ) -> None:
        follower = self.identity.get_member(job.organisation, member)
        try:
            with table.transaction() as tx:
                self.store.add_follower(job.organisation, target, member, tx)
                self.identity.add_followed_channel(tx, follower, target)
        except Conflict:  # they already follow the target
            pass
        try:
            with table.transaction() as tx:
                self.store.remove_follower(job.organisation, source, member, tx)
                self.identity.remove_followed_channel(tx, follower, source)
        except VersionConflict:  # they unfollowed concurrently
            pass


def first_message(merged: ChannelMerged) -> JobMessage:
    """Returns the message that starts the job of a merge."""
    partition, _ = channel_key(merged.organisation, merged.channel)
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


merges = Merges(ChannelStore(), ChannelGates(), channels, identity, jobs)
