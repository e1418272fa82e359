"""What follows when a channel goes into another: its followers and items go there, some at a time.

Each step finds what is left, so one that was interrupted is simply taken again; nothing comes into
a channel that is being moved (its intake is closed), so what has been emptied stays empty.
"""

from dataclasses import dataclass

from sharewell import table
from sharewell.channels.merge_job import KIND, MergeCursor, Merges, merges
from sharewell.clock import Clock, now
from sharewell.content.model import Item
from sharewell.content.places_store import channel_list
from sharewell.content.store import ItemStore
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import ItemChanged, ItemMoved
from sharewell.ids import ChannelId, GroupId, ItemId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind

ITEMS = 50
"""Items that one step moves, one after the other."""
LISTS = 50
"""Lists that one step looks into; a channel has one for each group that ever shared there."""


class StuckError(Exception):
    """Nothing of what is left could be moved."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Runs batches of the job of a merge."""

    store: ItemStore
    merges: Merges
    now: Clock = now

    def move_batch(self, job: Job) -> None:
        """Moves some of what is left, and advances the job, or finishes it."""
        target, passed = self.merges.target(job), job.read_cursor(MergeCursor).passed
        if target is None:
            return
        if self.merges.carry_followers(job, target.id):
            self.merges.advance(job, passed)
            return
        left = self.merges.lists(job)
        for group in left[:LISTS]:
            if self._emptied(job, target.id, group):
                self.merges.advance(job, passed)
                return
        if left[LISTS:]:
            self.merges.advance(job, left[LISTS - 1])
        else:
            self.merges.finish(job)

    def _emptied(self, job: Job, target: ChannelId, group: GroupId | None) -> bool:
        """Move some of a list; False when nothing was in it."""
        source = job.read_cursor(MergeCursor).channel
        home = channel_list(job.organisation, source, group)
        cards = self.store.cards(home, None, ITEMS, consistent=True)
        moved = [self._moved(job, target, home, card.id) for card in cards]
        if cards and not any(moved):
            raise StuckError
        return bool(cards)

    def _moved(self, job: Job, target: ChannelId, home: str, id: ItemId) -> bool:
        row = self.store.row(job.organisation, id)
        try:
            with table.write() as write:
                if row is None:
                    self.store.unlist(home, id, write)
                    return True
                source = job.read_cursor(MergeCursor).channel
                new = _elsewhere(row.item(), source, target)
                what = {"organisation": job.organisation, "at": self.now(), "item": id}
                changed = [it.model_validate(what) for it in (ItemChanged, ItemMoved)]
                self.merges.count_moved(job, target, new.groups, write)
                self.store.change(job.organisation, row, new, write, *changed, awaited=row.expires)
        except (Conflict, Missing, Stale):  # somebody changes it right now; the next step has it
            return False
        return True


def _elsewhere(item: Item, source: ChannelId, target: ChannelId) -> Item:
    there = dict.fromkeys(target if it == source else it for it in item.channels)
    return item.model_copy(update={"channels": list(there), "version": item.version + 1})


moving = Moving(ItemStore(), merges)
channel_merge = JobKind(KIND, moving.move_batch)
