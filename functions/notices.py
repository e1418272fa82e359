"""What happened that concerns oneself, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.inbox.service import inbox
from sharewell.notices.model import NoticePage, Seen, Unread
from sharewell.paging import After

api = create_api("notices")


@api.get("/api/notices")
def list_notices(query: After, me: Caller) -> NoticePage:
    """What happened that concerns the caller and they may see, newest first."""
    return inbox.of(me, query.after)


@api.get("/api/notices/unread")
def read_unread(me: Caller) -> Unread:
    """Whether there is anything that the caller has not seen: small enough to ask often."""
    return inbox.unread(me)


@api.post("/api/notices/seen", status=204)
def see_notices(body: Seen, me: Caller) -> None:
    """Say until when one has seen them."""
    inbox.see(body, by=me)
