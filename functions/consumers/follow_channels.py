"""Items are discussed as their channels say, unless they have a switch of their own."""

from sharewell.consume import on
from sharewell.discussions.inheriting import inheriting
from sharewell.events import ChannelSwitched, Event, ItemMoved, ItemPublished


@on(ItemPublished, ItemMoved, ChannelSwitched)
def handler(said: Event) -> None:
    """Carry it to the item, or to some of a channel's; again, or in another order, is the same."""
    match said:
        case ItemPublished() | ItemMoved():
            inheriting.settle(said.organisation, said.item)
        case ChannelSwitched():
            inheriting.step(said)
