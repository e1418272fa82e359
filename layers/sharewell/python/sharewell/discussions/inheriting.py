"""Items without a switch of their own are discussed as their channels say.

Of an item in several channels the most open one counts: tagging it with one more never takes a
discussion away. Each write holds only while item and channels are as they were read, so whatever
comes in between has its own event, which finds the later state.
"""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.channels.spreading import Spreading, spreading
from sharewell.clock import Clock, now
from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.service import Items, items
from sharewell.discussions.model import Of, most_open
from sharewell.discussions.store import PostStore
from sharewell.errors import Conflict
from sharewell.events import ChannelSwitched, ItemMoved
from sharewell.ids import ItemId, OrganisationId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

ITEMS = 50
"""Items of one step."""
LISTS = 50
"""Lists that one step looks into; a channel has one for each group that ever shared there."""


@dataclass(frozen=True, slots=True)
class Inheriting:
    """Carry what channels say to the items in them. Doing it again changes nothing."""

    store: PostStore
    items: Items
    findable: FindableItems
    spreading: Spreading
    now: Clock = now

    def settle(self, organisation: OrganisationId, id: ItemId) -> None:
        """Have an item discussed as its channels say at this instant."""
        of = Of(kind="item", id=id)
        attempt = partial(self._settle, organisation, id, of)
        busy = Conflict("many people are changing this item right now")
        retry_on_conflict(attempt, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _settle(self, organisation: OrganisationId, id: ItemId, of: Of) -> None:
        item = self.items.present(organisation, id)
        if item is None or item.deleted_at:
            return
        says, before = concurrency.run_concurrently(
            [
                partial(self.spreading.as_they_are, organisation, item.channels),
                partial(self.store.inherited, organisation, of, consistent=True),
            ]
        )
        after = most_open(it.discussion for it in says)
        if after is before:
            return
        said = ItemMoved(organisation=organisation, at=self.now(), item=id)
        with table.write() as write:
            self.items.must_stand(write, organisation, item)
            self.spreading.must_say(write, organisation, says)
            self.store.inherit(write, organisation, of, after, said)

    def step(self, said: ChannelSwitched) -> None:
        """Some of the items of a channel that says something else; then say the next step."""
        left = self.spreading.lists(said)
        if left is None:
            return
        passed, before = said.passed, said.before
        for group in left[:LISTS]:
            some = self.findable.some_in(said.organisation, said.channel, group, before, ITEMS)
            concurrency.run_concurrently(
                [partial(self.settle, said.organisation, id) for id in some]
            )
            if some:
                self.spreading.go_on(said, self.now(), passed, some[-1])
                return
            passed, before = group or "", None
        if left[LISTS:]:
            self.spreading.go_on(said, self.now(), passed, None)
        else:
            self.spreading.end(said)


inheriting = Inheriting(PostStore(), items, findable_items, spreading)
