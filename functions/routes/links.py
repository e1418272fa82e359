"""HTTP routes for link previews."""

from sharewell.app import create_api
from sharewell.content.links.model import LinkPreview, PreviewRequest
from sharewell.content.links.service import links
from sharewell.content.model import ItemView
from sharewell.core.caller import Caller
from sharewell.core.ids import ItemId

api = create_api("links")


@api.post("/api/link-previews", status=200)
def preview_link(body: PreviewRequest, me: Caller) -> LinkPreview:  # noqa: ARG001  # for members only
    """Preview the page behind a URL; nothing is stored."""
    return links.preview(body)


@api.post("/api/items/{item}/preview", status=200)
def refresh_preview(item: ItemId, me: Caller) -> ItemView:
    """Refresh the preview of a link."""
    return links.refresh(item, by=me)
