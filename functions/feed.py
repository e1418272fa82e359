"""The feed over HTTP: what is new for oneself, and what of it one is done with."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.feed.model import FeedCard, ReadUpTo, UnreadItems
from sharewell.feed.service import feed
from sharewell.ids import ItemId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("feed")


@api.get("/api/feed")
def read_feed(query: After, me: Caller) -> Page[FeedCard]:
    """What is new in followed channels and one's groups, newest first, nothing twice.

    UnreadItems is what came in the last 90 days, from others, and was not opened or marked since.
    """
    return feed.page(by=me, after=query.after)


@api.get("/api/feed/unread")
def count_unread_items(me: Caller) -> UnreadItems:
    """How much of the newest is unread (21 is more than 20), and in which followed channels."""
    return feed.unread(by=me)


@api.put("/api/feed/read", status=204)
def mark_read(body: ReadUpTo, me: Caller) -> None:
    """Be done with everything up to an item. The `upto` of before, marked again, undoes it."""
    feed.mark(body.upto, by=me)


@api.put("/api/items/{item}/read", status=204)
def open_item(item: ItemId, me: Caller) -> None:
    """Note for oneself, and nobody else, that one has opened an item."""
    feed.open(item, by=me)
