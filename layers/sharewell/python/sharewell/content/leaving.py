"""Items of a group that is gone for good: other groups still see them, and else their authors."""

from collections.abc import Callable
from dataclasses import dataclass

from sharewell import table
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.model import without
from sharewell.content.places_store import group_list
from sharewell.content.store import ItemStore
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import ItemChanged, ItemMoved
from sharewell.ids import GroupId, ItemId, OrganisationId

AT_ONCE = 20


class HeldUpError(Exception):
    """None of what is left could be changed; others change it right now."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Take a group out of the audiences of items."""

    store: ItemStore
    channels: Channels
    now: Clock = now

    def leave(
        self, organisation: OrganisationId, group: GroupId, has_time: Callable[[], bool]
    ) -> bool:
        """Do so item by item; False when there was no time for all."""
        home = group_list(organisation, group)
        while has_time():
            cards = self.store.cards(home, None, AT_ONCE, consistent=True)
            if not cards:
                return True
            left = [self._left(organisation, group, card.id) for card in cards]
            if not any(left):
                raise HeldUpError
        return False

    def _left(self, organisation: OrganisationId, group: GroupId, id: ItemId) -> bool:
        row = self.store.row(organisation, id)
        try:
            with table.write() as write:
                if row is None or group not in row.item().groups:  # it went since it was listed
                    self.store.unlist(group_list(organisation, group), id, write)
                    return True
                new = without(row.item(), group)
                what = {"organisation": organisation, "at": self.now(), "item": id}
                said = [it.model_validate(what) for it in (ItemChanged, ItemMoved)]
                channels = new.channels
                self.channels.must_keep(organisation, channels, new.groups, write)
                self.store.change(organisation, row, new, write, *said, awaited=row.expires)
        except (Conflict, Missing, Stale):  # somebody changes it right now; the next time, then
            return False
        return True


leaving = Leaving(ItemStore(), channels)
