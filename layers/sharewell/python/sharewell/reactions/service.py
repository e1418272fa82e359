"""What members can say of items without writing, and what they keep for themselves."""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import Item, ItemView
from sharewell.content.service import Items, items
from sharewell.errors import Conflict, Stale
from sharewell.events import ItemReacted
from sharewell.identity.model import MemberRef
from sharewell.ids import ItemId, OrganisationId, new_ulid
from sharewell.page import Page
from sharewell.reactions.model import OpenedItem, Reaction, SavedItem
from sharewell.reactions.store import ReactionStore, TallyRow
from sharewell.retry import retry_on_conflict

REACTION_ATTEMPTS = 3
"""How often to begin again while the same member reacts in another window."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """Open an item, react to it, see who did, save it."""

    store: ReactionStore
    items: Items
    now: Clock = now

    def opened(self, id: ItemId, *, by: Caller) -> OpenedItem:
        """The item as its page shows it."""
        item, (tally, own) = concurrency.run_concurrently(
            [partial(self.items.seen_by, by, id), partial(self.store.of, id, by)]
        )
        return OpenedItem(
            **ItemView.of(item.as_of(self.now()), by).model_dump(),
            reactions=tally.counts,
            reacted=sorted(own.reactions),
            saved=own.saved is not None,
        )

    def react(self, id: ItemId, chosen: list[Reaction], *, by: Caller) -> None:
        """Have these be all of the caller's reactions; twice is once."""
        busy = Conflict("you are reacting in another window right now")
        retry_on_conflict(partial(self._react, id, chosen, by), REACTION_ATTEMPTS, otherwise=busy)

    def _react(self, id: ItemId, chosen: list[Reaction], by: Caller) -> None:
        item, own = self._own(id, by)
        item.must_be_here()
        if own.reactions == set(chosen):
            return
        at = self.now()
        said = [
            ItemReacted(organisation=by.organisation, at=at, item=id, member=by.member, reaction=it)
            for it in sorted(set(chosen) - own.reactions)
        ]
        with table.write() as write:
            self.store.react(own, set(chosen), by, write, *said)

    def who(
        self, id: ItemId, reaction: Reaction, *, by: Caller, after: str | None
    ) -> Page[MemberRef]:
        """Who gave a reaction, for everybody who sees the item."""
        _, found = concurrency.run_concurrently(
            [
                partial(self.items.seen_by, by, id),
                partial(self.store.who, by.organisation, id, reaction, after),
            ]
        )
        page: Page[MemberRef] = found
        return page

    def save(self, id: ItemId, *, by: Caller) -> None:
        """Keep an item on the caller's own list; twice is once."""
        _, own = self._own(id, by)
        if own.saved:
            return
        try:
            with table.write() as write:
                self.store.save(own, id, by, new_ulid(self.now()), write)
        except Stale:  # another window was quicker
            return

    def unsave(self, id: ItemId, *, by: Caller) -> None:
        """Take an item off it; twice is once."""
        _, own = self._own(id, by)
        if not own.saved:
            return
        try:
            with table.write() as write:
                self.store.unsave(own, by, write)
        except Stale:  # another window was quicker
            return

    def saved(self, *, by: Caller, after: str | None) -> Page[SavedItem]:
        """What the caller saved, newest first. Only they ever see it."""
        return self.store.saved(by, after)

    def forget(self, organisation: OrganisationId, id: ItemId) -> None:
        """An item is about to be gone for good: nobody has it on a list of theirs any more."""
        self.store.forget(organisation, id)

    def _own(self, id: ItemId, by: Caller) -> tuple[Item, TallyRow]:
        item, own = concurrency.run_concurrently(
            [partial(self.items.seen_by, by, id), partial(self.store.own, id, by)]
        )
        return item, own


reactions = Reactions(ReactionStore(), items)
