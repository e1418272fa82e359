"""Lists of items: by channel, by author, by group, and the parts of the feed.

Each list is stored once for the whole organisation and once for each group, so nothing that the
caller may not see is ever read. The parts are read concurrently and merged by id, which is by time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import concurrency
from sharewell.content.list_entries_store import author_list, channel_list, group_list
from sharewell.content.model import AUTHORS_ONLY, Card, as_of
from sharewell.content.store import ItemStore
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.ids import ChannelId, GroupId, MemberId
from sharewell.core.pagination import Page, decode_cursor, encode_cursor

PAGE_SIZE = 17
"""Cards per page: with their marks and the pictures of some, a page stays below 6 kB."""


@dataclass(frozen=True, slots=True)
class ItemLists:
    """Lists items that the caller may see, newest first."""

    store: ItemStore
    now: Clock = now

    def list_in_channel(self, id: ChannelId, *, by: Caller, after: str | None) -> Page[Card]:
        """Returns a page of a channel's items, newest first; empty for an unknown channel."""
        return self._merge_pages(
            [channel_list(by.organisation, id, group) for group in _audience_keys(by)], after
        )

    def list_by_author(self, id: MemberId, *, by: Caller, after: str | None) -> Page[Card]:
        """Returns a page of a member's items, newest first; authors-only ones to that member."""
        own: list[GroupId | None] = [AUTHORS_ONLY] if id == by.member else []
        audiences = [*_audience_keys(by), *own]
        return self._merge_pages([author_list(by.organisation, id, it) for it in audiences], after)

    def list_for_group(self, id: GroupId, *, by: Caller, after: str | None) -> Page[Card]:
        """Returns a page of a group's items, newest first. The groups domain checks membership."""
        return self._merge_pages([group_list(by.organisation, id)], after)

    def list_feed(
        self,
        by: Caller,
        before: str | None,
        beside: Sequence[Callable[[], Any]],
        limit: int,
    ) -> tuple[list[list[Card]], list[Any]]:
        """Returns the newest cards of each followed channel, then of each group of the caller.

        Runs the calls in `beside` concurrently and returns their results as the second list.
        """
        channels = [channel_list(by.organisation, it) for it in sorted(by.follows)]
        groups = [group_list(by.organisation, it) for it in sorted(by.groups)]
        parts = [partial(self.store.list_cards, it, before, limit) for it in channels + groups]
        found = concurrency.run_concurrently([*beside, *parts])
        return found[len(beside) :], found[: len(beside)]

    def _merge_pages(self, parts: list[str], after: str | None) -> Page[Card]:
        scope = parts[0]
        before = decode_cursor(scope, after) if after else None
        reads = [partial(self.store.list_cards, part, before, PAGE_SIZE) for part in parts]
        found: list[list[Card]] = concurrency.run_concurrently(reads)
        by_id = {card.id: card for cards in found for card in cards}
        cards = [by_id[id] for id in sorted(by_id, reverse=True)[:PAGE_SIZE]]
        more = len(by_id) > PAGE_SIZE or any(len(cards) == PAGE_SIZE for cards in found)
        return Page(
            items=[as_of(card, self.now()) for card in cards],
            next=encode_cursor(scope, cards[-1].id) if more else None,
        )


def _audience_keys(who: Caller) -> list[GroupId | None]:
    """Returns None for the whole organisation, then each of the caller's groups."""
    return [None, *sorted(who.groups)]


item_lists = ItemLists(ItemStore())
