"""Pages that links lead to, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.links.model import Asked, Glimpse
from sharewell.content.links.service import links
from sharewell.content.model import ItemView
from sharewell.ids import ItemId

api = create_api("links")


@api.post("/api/link-previews", status=200)
def preview_link(body: Asked, me: Caller) -> Glimpse:  # noqa: ARG001  # for members only
    """What the page behind an address says of itself; nothing of it is kept."""
    return links.glimpse(body)


@api.post("/api/items/{item}/preview", status=200)
def fetch_again(item: ItemId, me: Caller) -> ItemView:
    """Look once more at the page of a link."""
    return links.again(item, by=me)
