"""The job that applies a channel's discussion mode to the items in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell.aws import table
from sharewell.aws.table import Transaction
from sharewell.channels.gate_store import ChannelGates
from sharewell.channels.model import Channel
from sharewell.channels.store import ChannelStore, channel_key
from sharewell.core.events import DiscussionModeChanged
from sharewell.core.ids import ChannelId, GroupId, ItemId, OrganisationId
from sharewell.core.values import Value
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobMessage, message_for
from sharewell.jobs.service import Jobs, jobs

KIND = "discussion-mode"


class ModeCursor(Value):
    """How far the job has come in the lists of a channel.

    Done are the lists up to that of group `passed` (an empty string is the organisation's list)
    and, of the next list, the items not older than `before`.
    """

    channel: ChannelId
    passed: str | None = None
    before: ItemId | None = None


@dataclass(frozen=True, slots=True)
class DiscussionModes:
    """Reads the discussion modes of channels and advances the jobs that apply them."""

    store: ChannelStore
    gates: ChannelGates
    jobs: Jobs

    def get_current(self, organisation: OrganisationId, ids: Sequence[ChannelId]) -> list[Channel]:
        """Returns these channels with a strongly consistent read, without checking a caller."""
        return self.store.get_many(organisation, ids, consistent=True)

    def require_same_modes(
        self, tx: Transaction, organisation: OrganisationId, channels: Sequence[Channel]
    ) -> None:
        """Adds condition checks: the channels' modes are unchanged. Raises `VersionConflict`."""
        for it in channels:
            self.store.require_same_mode(tx, organisation, it)

    def list_remaining(self, job: Job) -> list[GroupId | None]:
        """Returns the lists that are left to process; None is the organisation's list."""
        cursor = job.read_cursor(ModeCursor)
        groups = self.gates.list_groups(job.organisation, cursor.channel)
        organisation_list: list[GroupId | None] = [None] if cursor.passed is None else []
        return [*organisation_list, *(it for it in groups if it > (cursor.passed or ""))]

    def advance(self, job: Job, passed: str | None, before: ItemId | None) -> None:
        """Advances the job's cursor, so the next batch continues there."""
        changes = {"passed": passed, "before": before}
        cursor = job.read_cursor(ModeCursor).model_copy(update=changes)
        with table.transaction() as tx:
            self.jobs.advance(job, cursor, tx)

    def finish(self, job: Job) -> None:
        """Finishes the job: all items have the channel's mode."""
        with table.transaction() as tx:
            self.jobs.finish(job, tx)


def first_message(switched: DiscussionModeChanged) -> JobMessage:
    """Returns the message that starts the job; it replaces an earlier unfinished job."""
    partition, _ = channel_key(switched.organisation, switched.channel)
    job = Job(
        organisation=switched.organisation,
        kind=KIND,
        partition=partition,
        id=switched.id,
        at=switched.at,
        cursor=ModeCursor(channel=switched.channel).model_dump_json(),
    )
    return message_for(job, with_cursor=True)


discussion_modes = DiscussionModes(ChannelStore(), ChannelGates(), jobs)
