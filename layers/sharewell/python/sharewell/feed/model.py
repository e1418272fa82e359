"""The feed of one member, and what of it the member has read."""

from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from sharewell.content.model import Card
from sharewell.core.ids import ChannelId, ItemId, MemberId, min_ulid
from sharewell.core.values import ULID, Value

FEED_WINDOW = timedelta(days=90)
"""Older items are never unread."""
MAX_UNREAD_COUNT = 20
"""The highest exact number of unread items; a higher one is reported as one more."""


class FeedCard(Card):
    """An item's card in the feed."""

    unread: bool = False


class UnreadItems(Value):
    """The number of unread items among the newest, and the followed channels with any.

    A `count` of 21 means more than 20. `upto` is the newest item marked as read with all before it.
    """

    count: int
    channels: list[ChannelId]
    upto: ItemId | None


class ReadMarker(Value):
    """Marks an item and all older ones as read; null removes the marker."""

    upto: Annotated[ItemId, ULID] | None


class ReadState(NamedTuple):
    """What a member has read; items older than `down_to` were not looked up."""

    upto: ItemId | None
    items: frozenset[str]
    down_to: str

    def read_before(self, at: datetime) -> str:
        """Returns the id up to which nothing is unread at `at`."""
        return max(self.upto or "", min_ulid(at - FEED_WINDOW))

    def may_be_unread(self, card: Card, member: MemberId, at: datetime) -> bool:
        """Returns whether an item is unread, as far as known; the member's own never are."""
        is_new = card.id > self.read_before(at) and card.author.id != member
        return is_new and card.id not in self.items

    def covers(self, id: str) -> bool:
        """Returns whether this state includes whether the item was read."""
        return id >= self.down_to
