"""HTTP routes for the caller's notifications."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.pagination import PageQuery
from sharewell.inbox.service import inbox
from sharewell.notifications.model import NotificationPage, SeenUpdate, UnreadState

api = create_api("notifications")


@api.get("/api/notifications")
def list_notifications(query: PageQuery, me: Caller) -> NotificationPage:
    """List the caller's notifications that they may still see, newest first."""
    return inbox.list_mine(me, query.after)


@api.get("/api/notifications/unread")
def count_unread_notifications(me: Caller) -> UnreadState:
    """Check for unseen notifications; cheap enough to poll."""
    return inbox.has_unread(me)


@api.post("/api/notifications/seen", status=204)
def mark_notifications_seen(body: SeenUpdate, me: Caller) -> None:
    """Mark notifications as seen up to a time."""
    inbox.mark_seen(body, by=me)
