"""Moves the followers and items of a merged channel to the target channel, in batches.

Each batch reads what is left, so an interrupted one is simply repeated. A channel that is being
merged accepts nothing new (its gate is closed), so a list that has been emptied stays empty.
"""

from dataclasses import dataclass

from sharewell.aws import table
from sharewell.channels.merge_job import KIND, MergeCursor, Merges, merges
from sharewell.content.list_entries_store import channel_list
from sharewell.content.model import Item
from sharewell.content.store import ItemStore
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, NotFound, VersionConflict
from sharewell.core.events import ItemChanged, ItemPlacementChanged
from sharewell.core.ids import ChannelId, GroupId, ItemId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind

BATCH_SIZE = 50
"""Items that one batch moves, one after the other."""
MAX_LISTS = 50
"""Lists that one batch reads; a channel has one per group that ever shared something in it."""


class MergeStuckError(Exception):
    """Not one item of a batch could be moved; the message is delivered again later."""


@dataclass(frozen=True, slots=True)
class ChannelMove:
    """Runs batches of a channel's merge job."""

    store: ItemStore
    merges: Merges
    now: Clock = now

    def move_batch(self, job: Job) -> None:
        """Moves one batch of followers or items, then advances or finishes the job."""
        target, passed = self.merges.get_target(job), job.read_cursor(MergeCursor).passed
        if target is None:
            return
        if self.merges.move_followers(job, target.id):
            self.merges.advance(job, passed)
            return
        left = self.merges.list_remaining(job)
        for group in left[:MAX_LISTS]:
            if self._move_list(job, target.id, group):
                self.merges.advance(job, passed)
                return
        if left[MAX_LISTS:]:
            self.merges.advance(job, left[MAX_LISTS - 1])
        else:
            self.merges.finish(job)

    def _move_list(self, job: Job, target: ChannelId, group: GroupId | None) -> bool:
        """Moves a batch of a list's items. Returns False if the list was empty.

        Raises: MergeStuckError if not one of them could be moved.
        """
        source = job.read_cursor(MergeCursor).channel
        home = channel_list(job.organisation, source, group)
        cards = self.store.list_cards(home, None, BATCH_SIZE, consistent=True)
        moved = [self._move_item(job, target, home, card.id) for card in cards]
        if cards and not any(moved):
            raise MergeStuckError
        return bool(cards)

    def _move_item(self, job: Job, target: ChannelId, home: str, id: ItemId) -> bool:
        row = self.store.get_row(job.organisation, id)
        try:
            with table.transaction() as tx:
                if row is None:
                    self.store.remove_list_entry(home, id, tx)
                    return True
                source = job.read_cursor(MergeCursor).channel
                new = _with_channel_replaced(row.item(), source, target)
                fields = {"organisation": job.organisation, "at": self.now(), "item": id}
                changed = [it.model_validate(fields) for it in (ItemChanged, ItemPlacementChanged)]
                self.merges.count_moved(job, target, new.groups, tx)
                self.store.update(job.organisation, row, new, tx, *changed, awaited=row.expires)
        except (
            Conflict,
            NotFound,
            VersionConflict,
        ):  # changed concurrently; the next batch moves it
            return False
        return True


def _with_channel_replaced(item: Item, source: ChannelId, target: ChannelId) -> Item:
    channels = dict.fromkeys(target if it == source else it for it in item.channels)
    return item.model_copy(update={"channels": list(channels), "version": item.version + 1})


channel_move = ChannelMove(ItemStore(), merges)
channel_merge = JobKind(KIND, channel_move.move_batch)
