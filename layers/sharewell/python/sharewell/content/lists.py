"""Lists of items: a channel's page, an author's, and the feed.

A list is kept once for the whole organisation and once for each group, so nothing that the reader
may not see is ever read. The parts are asked for at once and merged by id, which is by time.
"""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import Card, stalled
from sharewell.content.store import ItemStore, author_list, channel_list, group_list
from sharewell.ids import ChannelId, GroupId, MemberId
from sharewell.page import Page, seal, unseal

CARDS = 20


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
        """What a member has published, newest first."""
        return self._merged(
            [author_list(by.organisation, id, group) for group in _audiences(by)], after
        )

    def for_group(self, id: GroupId, *, by: Caller, after: str | None) -> Page[Card]:
        """What is for one group alone, newest first; whether the caller is in it, groups say."""
        return self._merged([group_list(by.organisation, id)], after)

    def feed(self, *, by: Caller, after: str | None) -> Page[Card]:
        """What is new in followed channels and for one's groups, newest first, nothing twice."""
        followed = [channel_list(by.organisation, it) for it in sorted(by.follows)]
        shared = [group_list(by.organisation, it) for it in sorted(by.groups)]
        return self._merged(followed + shared, after, scope=f"feed of {by.member}")

    def _merged(self, parts: list[str], after: str | None, *, scope: str = "") -> Page[Card]:
        scope = scope or parts[0]
        before = unseal(scope, after) if after else None
        reads = [partial(self.store.cards, part, before, CARDS) for part in parts]
        found: list[list[Card]] = table.at_once(reads)
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
