"""Items are discussed as their channels say, unless they have a switch of their own."""

from sharewell.consume import on
from sharewell.discussions.inheriting import inheriting
from sharewell.events import Event, ItemMoved, ItemPublished


@on(ItemPublished, ItemMoved)
def handler(said: Event) -> None:
    """Carry it to the item; again, or in another order, is the same."""
    match said:
        case ItemPublished() | ItemMoved():
            inheriting.settle(said.organisation, said.item)
