"""HTTP routes for the caller's feed and its read state."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import ItemId
from sharewell.core.pagination import Page, PageQuery
from sharewell.feed.model import FeedCard, ReadMarker, UnreadItems
from sharewell.feed.service import feed

api = create_api("feed")


@api.get("/api/feed")
def read_feed(query: PageQuery, me: Caller) -> Page[FeedCard]:
    """List new items in followed channels and the caller's groups, newest first.

    An item is unread if others published it in the last 90 days and the caller neither opened it
    nor marked it as read.
    """
    return feed.list_feed(by=me, after=query.after)


@api.get("/api/feed/unread")
def count_unread_items(me: Caller) -> UnreadItems:
    """Count the newest unread items (21 means more than 20), and name their channels."""
    return feed.count_unread(by=me)


@api.put("/api/feed/read", status=204)
def mark_read(body: ReadMarker, me: Caller) -> None:
    """Mark all items up to one as read; marking the previous `upto` again undoes it."""
    feed.mark_all_read(body.upto, by=me)


@api.put("/api/items/{item}/read", status=204)
def mark_item_read(item: ItemId, me: Caller) -> None:
    """Record that the caller opened an item; only they see it."""
    feed.mark_item_read(item, by=me)
