"""What is new for one member, and what of it they have opened."""

from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from sharewell.content.model import Card
from sharewell.ids import ChannelId, ItemId, MemberId, min_ulid
from sharewell.values import ULID, Value

NEWS_FOR = timedelta(days=90)
"""What is older is not news: nobody need open it to be done with it."""
COUNTED = 20
"""UnreadItems items that are counted; with more it is said that there are more."""


class FeedCard(Card):
    """An item's line in the feed."""

    unread: bool = False


class UnreadItems(Value):
    """How much of the newest is unread, and in which followed channels.

    Twenty and one stands for more than twenty. `upto` is what was last marked as all read.
    """

    count: int
    channels: list[ChannelId]
    upto: ItemId | None


class ReadUpTo(Value):
    """The newest item that one is done with, and with it all that is older; none takes it back."""

    upto: Annotated[ItemId, ULID] | None


class Opened(NamedTuple):
    """What a member has marked and opened, as far as it was read: down to `down_to`."""

    upto: ItemId | None
    items: frozenset[str]
    down_to: str

    def floor(self, at: datetime) -> str:
        """Nothing up to this id is unread at `at`."""
        return max(self.upto or "", min_ulid(at - NEWS_FOR))

    def may_be_unread(self, card: Card, who: MemberId, at: datetime) -> bool:
        """Whether `who` has not opened it, as far as is known; one's own is never unread."""
        is_news = card.id > self.floor(at) and card.author.id != who
        return is_news and card.id not in self.items

    def knows(self, id: str) -> bool:
        """Whether it was looked whether this item was opened."""
        return id >= self.down_to
