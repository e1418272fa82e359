"""What people can do with their feed: read it, and be done with what is in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sharewell import concurrency, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.lists import CARDS, Lists, lists
from sharewell.content.model import Card, stalled
from sharewell.content.service import Items, items
from sharewell.errors import Invalid
from sharewell.feed.model import COUNTED, FeedCard, Opened, UnreadItems
from sharewell.feed.store import FeedStore
from sharewell.ids import ItemId, min_ulid
from sharewell.page import Page, seal, unseal

LOOKED_AT = 100
"""Items that may be unread whose number is told: one call says which of them were opened."""
AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Feed:
    """What is new in followed channels and one's groups; what was opened is known to oneself."""

    store: FeedStore
    lists: Lists
    items: Items
    now: Clock = now

    def page(self, *, by: Caller, after: str | None) -> Page[FeedCard]:
        """What is new, newest first, nothing twice, what is unread marked."""
        scope = f"feed of {by.member}"
        before = unseal(scope, after) if after else None
        beside: list[Callable[[], Any]] = [
            partial(self.store.opened, by.organisation, by.member, before)
        ]
        if before:
            beside.append(partial(self.store.upto, by.organisation, by.member))
        found, (opened, *upto) = self.lists.for_member(by, before, beside, CARDS)
        if before:
            opened = opened._replace(upto=upto[0])
        every = {card.id: card for cards in found for card in cards}
        cards = [every[id] for id in sorted(every, reverse=True)[:CARDS]]
        unread = self._unread(cards, opened, by)
        more = len(every) > CARDS or any(len(cards) == CARDS for cards in found)
        return Page(
            items=[
                FeedCard(**stalled(it, self.now()).model_dump(), unread=it.id in unread)
                for it in cards
            ],
            next=seal(scope, cards[-1].id) if more else None,
        )

    def unread(self, *, by: Caller) -> UnreadItems:
        """How much of the newest is unread, and in which of the channels that one follows."""
        beside = [partial(self.store.opened, by.organisation, by.member, None)]
        found, (opened,) = self.lists.for_member(by, None, beside, COUNTED + 1)
        every = {card.id: card for cards in found for card in cards}
        newest = [every[id] for id in sorted(every, reverse=True)]
        at = self.now()
        maybe = [it for it in newest if opened.may_be_unread(it, by.member, at)][:LOOKED_AT]
        unread = self._unread(maybe, opened, by)
        channels = [
            channel
            for channel, cards in zip(sorted(by.follows), found, strict=False)
            if any(card.id in unread for card in cards)
        ]
        count = min(len(unread), COUNTED + 1)
        return UnreadItems(count=count, channels=channels, upto=opened.upto)

    def open(self, id: ItemId, *, by: Caller) -> None:
        """Be done with an item, wherever it was found; twice is once."""
        item, upto = concurrency.run_concurrently(
            [
                partial(self.items.seen_by, by, id),
                partial(self.store.upto, by.organisation, by.member),
            ]
        )
        floor = Opened(upto, frozenset(), "").floor(self.now())
        if item.author.id == by.member or item.id <= floor:
            return
        with table.write() as write:
            self.store.open(by.organisation, by.member, id, write)

    def mark(self, upto: ItemId | None, *, by: Caller) -> None:
        """Be done with everything up to an item; what was opened above stays so."""
        if upto and upto > min_ulid(self.now() + AHEAD):
            raise Invalid("nothing is as new as that", field="upto")
        with table.write() as write:
            self.store.mark(by.organisation, by.member, upto, write)

    def _unread(self, cards: list[Card], opened: Opened, by: Caller) -> set[str]:
        """Which of these the caller has not opened; for those far down it is asked one by one."""
        at = self.now()
        maybe = {it.id for it in cards if opened.may_be_unread(it, by.member, at)}
        unsure = sorted(it for it in maybe if not opened.knows(it))
        if unsure:
            maybe -= self.store.which_opened(by.organisation, by.member, unsure)
        return set(maybe)


feed = Feed(FeedStore(), lists, items)
