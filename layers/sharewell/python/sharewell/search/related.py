"""Items related to one: by words of its title, those that share a channel first."""

from dataclasses import dataclass

from sharewell.content.model import Card, card_of
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.errors import NotFound
from sharewell.core.ids import ItemId
from sharewell.core.pagination import Page
from sharewell.search.service import search
from sharewell.search.store import IndexStore

SCAN_SIZE = 9
MAX_RELATED = 5


@dataclass(frozen=True, slots=True)
class RelatedItems:
    """Finds items related to an item."""

    store: IndexStore
    items: ItemService

    def list_related(self, id: ItemId, *, by: Caller) -> Page[Card]:
        """Returns up to five related items that the caller may see, checked with the table.

        Raises NotFound if the caller may not see the item itself.
        """
        access = [*by.audience_keys, f"member:{by.member}"]
        refs = self.store.find_related(by.organisation, f"item:{id}", access, SCAN_SIZE)
        others = [ItemId(ref.partition(":")[2]) for ref in refs]
        seen = self.items.several_seen_by(by, [id, *others])
        if not seen or seen[0].id != id:
            raise NotFound("This item does not exist.")
        here, *found = seen
        shared = set(here.channels)
        found.sort(key=lambda it: not shared & set(it.channels))
        return Page(items=[card_of(it) for it in found[:MAX_RELATED]])


related = RelatedItems(search.store, items)
