"""What stands at the top of a group's page."""

from dataclasses import dataclass
from functools import partial

from sharewell.anew import seen_anew
from sharewell.caller import Caller
from sharewell.content.service import Items, items
from sharewell.errors import Invalid, TooMany
from sharewell.groups.changing import Changing, changing
from sharewell.groups.model import MOST_PINNED
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, ItemId


@dataclass(frozen=True, slots=True)
class Pins:
    """Those who lead a group pin what everybody in it sees."""

    groups: Groups
    changing: Changing
    items: Items

    def pin(self, id: GroupId, item: ItemId, *, by: Caller) -> None:
        """Put an item on top, before others; twice is once."""
        seen_anew(partial(self._pin, id, item, by))

    def unpin(self, id: GroupId, item: ItemId, *, by: Caller) -> None:
        """Take an item off; twice is once."""
        seen_anew(partial(self._unpin, id, item, by))

    def _pin(self, id: GroupId, item: ItemId, by: Caller) -> None:
        old, _, [found] = self.groups.tended_with(by, id, partial(self.items.seen_by, by, item))
        if item in old.pinned:
            return
        if not {"all", f"group:{id}"} & set(found.audiences):
            raise Invalid("not everybody in the group sees this item", field="item")
        kept = [it.id for it in self.items.several_seen_by(by, old.pinned)]
        if len(kept) >= MOST_PINNED:
            raise TooMany(f"at most {MOST_PINNED} items are pinned; take one off first")
        self.changing.pin(old, [item, *kept], by=by)

    def _unpin(self, id: GroupId, item: ItemId, by: Caller) -> None:
        old, _ = self.groups.tended(by, id)
        if item in old.pinned:
            self.changing.pin(old, [it for it in old.pinned if it != item], by=by)


pins = Pins(groups, changing, items)
