"""Items that are like one: by words of its title, those that share a channel with it first."""

from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.content.model import Card, card_of
from sharewell.content.service import Items, items
from sharewell.errors import Missing
from sharewell.ids import ItemId
from sharewell.page import Page
from sharewell.search.service import search
from sharewell.search.store import IndexStore

LOOKED_AT = 9
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Related:
    """Go on from one item to others."""

    store: IndexStore
    items: Items

    def to(self, id: ItemId, *, by: Caller) -> Page[Card]:
        """A few items that the caller may see at this instant."""
        access = [*by.access, f"member:{by.member}"]
        refs = self.store.like(by.organisation, f"item:{id}", access, LOOKED_AT)
        others = [ItemId(ref.partition(":")[2]) for ref in refs]
        seen = self.items.several_seen_by(by, [id, *others])
        if not seen or seen[0].id != id:
            raise Missing("there is no such item")
        here, *found = seen
        near = set(here.channels)
        found.sort(key=lambda it: not near & set(it.channels))
        return Page(items=[card_of(it) for it in found[:SHOWN]])


related = Related(search.store, items)
