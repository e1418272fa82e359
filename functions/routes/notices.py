"""What happened that concerns oneself, over HTTP."""

from sharewell.caller import Caller
from sharewell.notices.lists import notice_lists
from sharewell.notices.model import NoticePage, Seen, Unread
from sharewell.paging import After
from sharewell.web import Api

api = Api("notices")


@api.get("/api/notices")
def list_notices(query: After, me: Caller) -> NoticePage:
    """What happened that concerns the caller and they may see, newest first."""
    return notice_lists.of(me, query.after)


@api.get("/api/notices/unread")
def read_unread(me: Caller) -> Unread:
    """Whether there is anything that the caller has not seen: small enough to ask often."""
    return notice_lists.unread(me)


@api.post("/api/notices/seen", status=204)
def see_notices(body: Seen, me: Caller) -> None:
    """Say until when one has seen them."""
    notice_lists.see(body, by=me)
