"""Lists of items: a channel's page, an author's, and what the feed is made of.

A list is kept once for the whole organisation and once for each group, so nothing that the reader
may not see is ever read. The parts are asked for at once and merged by id, which is by time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import ALONE, Card, stalled
from sharewell.content.places_store import author_list, channel_list, group_list
from sharewell.content.store import ItemStore
from sharewell.ids import ChannelId, GroupId, MemberId
from sharewell.page import Page, seal, unseal

CARDS = 17
"""Cards of a page: with their marks, and pictures of some, they stay below 6 kB."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What is new, as far as the reader may see it."""

    store: ItemStore
    now: Clock = now

    def of_channel(self, id: ChannelId, *, by: Caller, after: str | None) -> Page[Card]:
        """What is in a channel, newest first. An unknown channel is an empty one here."""
        return self._merged(
            [channel_list(by.organisation, id, group) for group in _audiences(by)], after
        )

    def by_author(self, id: MemberId, *, by: Caller, after: str | None) -> Page[Card]:
        """What a member has published, newest first; of one's own, what only authors see too."""
        own: list[GroupId | None] = [ALONE] if id == by.member else []
        audiences = [*_audiences(by), *own]
        return self._merged([author_list(by.organisation, id, it) for it in audiences], after)

    def for_group(self, id: GroupId, *, by: Caller, after: str | None) -> Page[Card]:
        """What is for one group alone, newest first; whether the caller is in it, groups say."""
        return self._merged([group_list(by.organisation, id)], after)

    def for_member(
        self,
        by: Caller,
        before: str | None,
        beside: Sequence[Callable[[], Any]],
        limit: int,
    ) -> tuple[list[list[Card]], list[Any]]:
        """The newest of each channel that one follows, then of each of one's groups.

        What is asked `beside` is read at the same time.
        """
        followed = [channel_list(by.organisation, it) for it in sorted(by.follows)]
        shared = [group_list(by.organisation, it) for it in sorted(by.groups)]
        parts = [partial(self.store.cards, it, before, limit) for it in followed + shared]
        found = concurrency.run_concurrently([*beside, *parts])
        return found[len(beside) :], found[: len(beside)]

    def _merged(self, parts: list[str], after: str | None) -> Page[Card]:
        scope = parts[0]
        before = unseal(scope, after) if after else None
        reads = [partial(self.store.cards, part, before, CARDS) for part in parts]
        found: list[list[Card]] = concurrency.run_concurrently(reads)
        every = {card.id: card for cards in found for card in cards}
        cards = [every[id] for id in sorted(every, reverse=True)[:CARDS]]
        more = len(every) > CARDS or any(len(cards) == CARDS for cards in found)
        return Page(
            items=[stalled(card, self.now()) for card in cards],
            next=seal(scope, cards[-1].id) if more else None,
        )


def _audiences(who: Caller) -> list[GroupId | None]:
    """Everybody, and each group that they are in."""
    return [None, *sorted(who.groups)]


lists = Lists(ItemStore())
