"""Reacts to items and saves them."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.content.model import Item, ItemView
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, VersionConflict
from sharewell.core.events import ItemReacted
from sharewell.core.ids import ItemId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.core.retry import retry_on_conflict
from sharewell.identity.model import MemberRef
from sharewell.reactions.model import OpenedItem, Reaction, SavedItem
from sharewell.reactions.store import ReactionCountsRow, ReactionStore

REACTION_ATTEMPTS = 3
"""Attempts to write reactions while the same member reacts in another window."""


@dataclass(frozen=True, slots=True)
class ReactionService:
    """Opens items, reacts to them, lists who reacted, and saves items for the caller."""

    store: ReactionStore
    items: ItemService
    now: Clock = now

    def get_opened(self, id: ItemId, *, by: Caller) -> OpenedItem:
        """Returns an item with its reactions."""
        item, (counts, own) = concurrency.run_concurrently(
            [partial(self.items.seen_by, by, id), partial(self.store.get_counts_and_own, id, by)]
        )
        return OpenedItem(
            **ItemView.of(item.as_of(self.now()), by).model_dump(),
            reactions=counts.counts,
            my_reactions=sorted(own.reactions),
            is_saved=own.saved is not None,
        )

    def set_reactions(self, id: ItemId, chosen: list[Reaction], *, by: Caller) -> None:
        """Sets all of the caller's reactions to an item. Idempotent."""
        busy = Conflict("You are reacting in another window. Try again.")
        retry_on_conflict(partial(self._react, id, chosen, by), REACTION_ATTEMPTS, otherwise=busy)

    def _react(self, id: ItemId, chosen: list[Reaction], by: Caller) -> None:
        item, own = self._own(id, by)
        item.require_readable()
        if own.reactions == set(chosen):
            return
        at = self.now()
        events = [
            ItemReacted(organisation=by.organisation, at=at, item=id, member=by.member, reaction=it)
            for it in sorted(set(chosen) - own.reactions)
        ]
        with table.transaction() as tx:
            self.store.set_reactions(own, set(chosen), by, tx, *events)

    def list_reactors(
        self, id: ItemId, reaction: Reaction, *, by: Caller, after: str | None
    ) -> Page[MemberRef]:
        """Returns a page of the members who gave a reaction, for anyone who sees the item."""
        _, found = concurrency.run_concurrently(
            [
                partial(self.items.seen_by, by, id),
                partial(self.store.list_reactors, by.organisation, id, reaction, after),
            ]
        )
        page: Page[MemberRef] = found
        return page

    def save(self, id: ItemId, *, by: Caller) -> None:
        """Adds an item to the caller's saved items. Idempotent."""
        _, own = self._own(id, by)
        if own.saved:
            return
        try:
            with table.transaction() as tx:
                self.store.save(own, id, by, new_ulid(self.now()), tx)
        except VersionConflict:  # another window was quicker
            return

    def unsave(self, id: ItemId, *, by: Caller) -> None:
        """Removes an item from the caller's saved items. Idempotent."""
        _, own = self._own(id, by)
        if not own.saved:
            return
        try:
            with table.transaction() as tx:
                self.store.unsave(own, by, tx)
        except VersionConflict:  # another window was quicker
            return

    def list_saved(self, *, by: Caller, after: str | None) -> Page[SavedItem]:
        """Returns a page of the caller's saved items, newest first. No other member sees them."""
        return self.store.list_saved(by, after)

    def remove_from_saved(self, organisation: OrganisationId, id: ItemId) -> None:
        """Removes an item that is about to be purged from all members' saved items."""
        self.store.remove_from_saved(organisation, id)

    def _own(self, id: ItemId, by: Caller) -> tuple[Item, ReactionCountsRow]:
        item, own = concurrency.run_concurrently(
            [partial(self.items.seen_by, by, id), partial(self.store.get_own, id, by)]
        )
        return item, own


reactions = ReactionService(ReactionStore(), items)
