"""Saying who may say what in a discussion."""

from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.content.service import Items, items
from sharewell.groups.changing import Changing, changing
from sharewell.ids import GroupId, ItemId
from sharewell.values import Switch


@dataclass(frozen=True, slots=True)
class Switching:
    """Those who tend what is discussed switch it."""

    items: Items
    groups: Changing

    def switch(self, id: str, switch: Switch | None, *, by: Caller) -> None:
        """Let others speak there than before; without a switch, as its channels say."""
        if id in by.groups:
            self.groups.let_speak(GroupId(id), switch, by=by)
        else:
            self.items.let_speak(ItemId(id), switch, by=by)


switching = Switching(items, changing)
