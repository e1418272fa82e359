"""The job that carries a channel's discussion mode to the items in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell import table
from sharewell.channels.intake_store import Intakes
from sharewell.channels.model import Channel
from sharewell.channels.store import ChannelStore, key
from sharewell.events import ChannelSwitched
from sharewell.ids import ChannelId, GroupId, ItemId, OrganisationId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobMessage, message_for
from sharewell.jobs.service import Jobs, jobs
from sharewell.table import Write
from sharewell.values import Value

KIND = "discussion-mode"


class ModeCursor(Value):
    """Where it is among the lists of a channel.

    Those up to that of group `passed` are done (up to the one for everybody, if that is empty),
    and of the next one what is not older than `before`.
    """

    channel: ChannelId
    passed: str | None = None
    before: ItemId | None = None


@dataclass(frozen=True, slots=True)
class DiscussionModes:
    """What channels say of the items in them, and how far a change of it has come."""

    store: ChannelStore
    intakes: Intakes
    jobs: Jobs

    def as_they_are(self, organisation: OrganisationId, ids: Sequence[ChannelId]) -> list[Channel]:
        """Returns these channels with a strongly consistent read, for nobody in particular."""
        return self.store.several(organisation, ids, consistent=True)

    def must_say(
        self, write: Write, organisation: OrganisationId, channels: Sequence[Channel]
    ) -> None:
        """Adds condition checks: these channels still say what they did. Raises Stale."""
        for it in channels:
            self.store.must_say(write, organisation, it)

    def lists(self, job: Job) -> list[GroupId | None]:
        """Returns the lists that are left to look into; None is that for everybody."""
        cursor = job.read_cursor(ModeCursor)
        groups = self.intakes.groups(job.organisation, cursor.channel)
        whole: list[GroupId | None] = [None] if cursor.passed is None else []
        return [*whole, *(it for it in groups if it > (cursor.passed or ""))]

    def advance(self, job: Job, passed: str | None, before: ItemId | None) -> None:
        """Has the next batch begin there."""
        changes = {"passed": passed, "before": before}
        cursor = job.read_cursor(ModeCursor).model_copy(update=changes)
        with table.write() as write:
            self.jobs.advance(job, cursor, write)

    def finish(self, job: Job) -> None:
        """Writes that all items are discussed as the channel says."""
        with table.write() as write:
            self.jobs.finish(job, write)


def first_message(switched: ChannelSwitched) -> JobMessage:
    """Returns the message that starts the job. It replaces an earlier one that is not done."""
    partition, _ = key(switched.organisation, switched.channel)
    job = Job(
        organisation=switched.organisation,
        kind=KIND,
        partition=partition,
        id=switched.id,
        at=switched.at,
        cursor=ModeCursor(channel=switched.channel).model_dump_json(),
    )
    return message_for(job, with_cursor=True)


discussion_modes = DiscussionModes(ChannelStore(), Intakes(), jobs)
