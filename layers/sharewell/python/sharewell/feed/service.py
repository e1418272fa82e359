"""Reads the feed and marks its items as read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sharewell.aws import concurrency, table
from sharewell.content.lists import PAGE_SIZE, ItemLists, item_lists
from sharewell.content.model import Card, as_of
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Invalid
from sharewell.core.ids import ItemId, min_ulid
from sharewell.core.pagination import Page, decode_cursor, encode_cursor
from sharewell.feed.model import MAX_UNREAD_COUNT, FeedCard, ReadState, UnreadItems
from sharewell.feed.store import FeedStore

SCAN_SIZE = 100
"""Items whose read state one count looks up: one call returns that of 100."""
MAX_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FeedService:
    """The feed of followed channels and own groups; what a member has read is private."""

    store: FeedStore
    lists: ItemLists
    items: ItemService
    now: Clock = now

    def list_feed(self, *, by: Caller, after: str | None) -> Page[FeedCard]:
        """Returns a page of the feed, newest first, without duplicates, unread items marked."""
        scope = f"feed of {by.member}"
        before = decode_cursor(scope, after) if after else None
        reads: list[Callable[[], Any]] = [
            partial(self.store.get_read_state, by.organisation, by.member, before)
        ]
        if before:
            reads.append(partial(self.store.get_upto, by.organisation, by.member))
        found, (state, *upto) = self.lists.list_feed(by, before, reads, PAGE_SIZE)
        if before:
            state = state._replace(upto=upto[0])
        merged = {card.id: card for cards in found for card in cards}
        cards = [merged[id] for id in sorted(merged, reverse=True)[:PAGE_SIZE]]
        unread = self._list_unread(cards, state, by)
        more = len(merged) > PAGE_SIZE or any(len(cards) == PAGE_SIZE for cards in found)
        return Page(
            items=[
                FeedCard(**as_of(it, self.now()).model_dump(), unread=it.id in unread)
                for it in cards
            ],
            next=encode_cursor(scope, cards[-1].id) if more else None,
        )

    def count_unread(self, *, by: Caller) -> UnreadItems:
        """Returns the number of unread items and the followed channels that have any."""
        reads = [partial(self.store.get_read_state, by.organisation, by.member, None)]
        found, (state,) = self.lists.list_feed(by, None, reads, MAX_UNREAD_COUNT + 1)
        merged = {card.id: card for cards in found for card in cards}
        newest = [merged[id] for id in sorted(merged, reverse=True)]
        at = self.now()
        candidates = [it for it in newest if state.may_be_unread(it, by.member, at)][:SCAN_SIZE]
        unread = self._list_unread(candidates, state, by)
        channels = [
            channel
            for channel, cards in zip(sorted(by.follows), found, strict=False)
            if any(card.id in unread for card in cards)
        ]
        count = min(len(unread), MAX_UNREAD_COUNT + 1)
        return UnreadItems(count=count, channels=channels, upto=state.upto)

    def mark_item_read(self, id: ItemId, *, by: Caller) -> None:
        """Marks an item as read. Idempotent."""
        item, upto = concurrency.run_concurrently(
            [
                partial(self.items.seen_by, by, id),
                partial(self.store.get_upto, by.organisation, by.member),
            ]
        )
        floor = ReadState(upto, frozenset(), "").read_before(self.now())
        if item.author.id == by.member or item.id <= floor:
            return
        with table.transaction() as tx:
            self.store.mark_item_read(by.organisation, by.member, id, tx)

    def mark_all_read(self, upto: ItemId | None, *, by: Caller) -> None:
        """Marks all items up to `upto` as read. Raises Invalid if `upto` is in the future."""
        if upto and upto > min_ulid(self.now() + MAX_CLOCK_SKEW):
            raise Invalid("`upto` is in the future.", field="upto")
        with table.transaction() as tx:
            self.store.set_upto(by.organisation, by.member, upto, tx)

    def _list_unread(self, cards: list[Card], state: ReadState, by: Caller) -> set[str]:
        """Returns the ids of unread cards; looks up the items that `state` does not cover."""
        at = self.now()
        unread = {it.id for it in cards if state.may_be_unread(it, by.member, at)}
        unsure = sorted(it for it in unread if not state.covers(it))
        if unsure:
            unread -= self.store.list_read(by.organisation, by.member, unsure)
        return set(unread)


feed = FeedService(FeedStore(), item_lists, items)
