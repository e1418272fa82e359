"""What follows when a channel goes into another: its followers and items go there, some at a time.

Each step finds what is left, so one that was interrupted is simply taken again; nothing comes into
a channel that is being moved (its intake is closed), so what has been emptied stays empty.
"""

from dataclasses import dataclass

from sharewell import table
from sharewell.channels.merges import Merges, merges
from sharewell.clock import Clock, now
from sharewell.content.model import Item
from sharewell.content.places_store import channel_list
from sharewell.content.store import ItemStore
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import ChannelMerged, ItemChanged, ItemMoved
from sharewell.ids import ChannelId, GroupId, ItemId

ITEMS = 50
"""Items that one step moves, one after the other."""
LISTS = 50
"""Lists that one step looks into; a channel has one for each group that ever shared there."""


class StuckError(Exception):
    """Nothing of what is left could be moved."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Take the steps of a merge."""

    store: ItemStore
    merges: Merges
    now: Clock = now

    def step(self, said: ChannelMerged) -> None:
        """Move some of what is left, and say the next step; at the end say nothing."""
        target = self.merges.target(said)
        if target is None:
            return
        if self.merges.carry_followers(said, target.id):
            self.merges.go_on(said, said.passed)
            return
        groups = self.merges.groups(said)
        left = [*([] if said.passed else [None]), *groups]
        for group in left[:LISTS]:
            if self._emptied(said, target.id, group):
                self.merges.go_on(said, said.passed)
                return
        if left[LISTS:]:
            self.merges.go_on(said, left[LISTS - 1])
        else:
            self.merges.end(said)

    def _emptied(self, said: ChannelMerged, target: ChannelId, group: GroupId | None) -> bool:
        """Move some of a list; False when nothing was in it."""
        home = channel_list(said.organisation, said.channel, group)
        cards = self.store.cards(home, None, ITEMS, consistent=True)
        moved = [self._moved(said, target, home, card.id) for card in cards]
        if cards and not any(moved):
            raise StuckError
        return bool(cards)

    def _moved(self, said: ChannelMerged, target: ChannelId, home: str, id: ItemId) -> bool:
        row = self.store.row(said.organisation, id)
        try:
            with table.write() as write:
                if row is None:
                    self.store.unlist(home, id, write)
                    return True
                new = _elsewhere(row.item(), said.channel, target)
                what = {"organisation": said.organisation, "at": self.now(), "item": id}
                changed = [it.model_validate(what) for it in (ItemChanged, ItemMoved)]
                self.merges.count(said, target, new.groups, write)
                self.store.change(said.organisation, row, new, write, *changed, awaited=row.expires)
        except (Conflict, Missing, Stale):  # somebody changes it right now; the next step has it
            return False
        return True


def _elsewhere(item: Item, source: ChannelId, target: ChannelId) -> Item:
    there = dict.fromkeys(target if it == source else it for it in item.channels)
    return item.model_copy(update={"channels": list(there), "version": item.version + 1})


moving = Moving(ItemStore(), merges)
