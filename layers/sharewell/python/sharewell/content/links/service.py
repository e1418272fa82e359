"""The service of link previews."""

from base64 import b64encode
from dataclasses import dataclass

from sharewell.aws import table
from sharewell.content.files.model import Preview, PreviewState
from sharewell.content.links.model import LinkPreview, PreviewRequest
from sharewell.content.links.page_summary import fetch_summary
from sharewell.content.model import ItemView, Kind
from sharewell.content.service import ItemService, items
from sharewell.content.store import ItemStore
from sharewell.core.address_rules import FetchError
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.config import settings
from sharewell.core.errors import Conflict
from sharewell.core.events import LinkAdded
from sharewell.core.ids import ItemId

THUMBNAIL_SIZE = 160
"""Width in pixels of a picture sent within the response."""


@dataclass(frozen=True, slots=True)
class LinkService:
    """Previews a page before it is shared; refreshes the preview of a link."""

    store: ItemStore
    items: ItemService
    now: Clock = now

    def preview(self, request: PreviewRequest) -> LinkPreview:
        """Returns the preview of a page, or its problem; stores nothing."""
        try:
            seen = fetch_summary(str(request.url), settings.links_reach, wide=THUMBNAIL_SIZE)
        except FetchError as failed:
            return LinkPreview(problem=str(failed))
        picture = seen.picture and f"data:image/webp;base64,{b64encode(seen.picture).decode()}"
        return LinkPreview(title=seen.title, about=seen.about, picture=picture)

    def refresh(self, id: ItemId, *, by: Caller) -> ItemView:
        """Requests a new preview of a link item's page.

        Raises: NotFound, Forbidden, or Conflict if the item is not a link.
        """
        row, old = self.items.get_editable(id, by)
        if old.kind is not Kind.LINK or old.url is None:
            raise Conflict("Only a link has a preview.")
        at = self.now()
        waiting = Preview(state=PreviewState.FETCHING, requested_at=at)
        event = LinkAdded(organisation=by.organisation, at=at, item=id, url=old.url)
        new = old.model_copy(update={"preview": waiting, "version": old.version + 1})
        with table.transaction() as tx:
            self.store.update(by.organisation, row, new, tx, event)
        return ItemView.of(new, by)


links = LinkService(ItemStore(), items)
