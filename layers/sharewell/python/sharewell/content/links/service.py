"""What people see of the pages that links lead to."""

from base64 import b64encode
from dataclasses import dataclass

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.config import settings
from sharewell.content.links.model import Asked, Glimpse
from sharewell.content.links.page_summary import look
from sharewell.content.media.model import Preview, PreviewState
from sharewell.content.model import ItemView, Kind
from sharewell.content.service import Items, items
from sharewell.content.store import ItemStore
from sharewell.errors import Conflict
from sharewell.events import LinkGiven
from sharewell.ids import ItemId
from sharewell.reach import Unreachable

SMALL = 160
"""Pixels of a picture that goes with the answer."""


@dataclass(frozen=True, slots=True)
class Links:
    """Look at a page before it is shared; have it looked at again."""

    store: ItemStore
    items: Items
    now: Clock = now

    def glimpse(self, asked: Asked) -> Glimpse:
        """What a page says of itself; nothing of it is kept."""
        try:
            seen = look(str(asked.url), settings.links_reach, wide=SMALL)
        except Unreachable as failed:
            return Glimpse(problem=str(failed))
        drawn = seen.picture and f"data:image/webp;base64,{b64encode(seen.picture).decode()}"
        return Glimpse(title=seen.title, about=seen.about, picture=drawn)

    def again(self, id: ItemId, *, by: Caller) -> ItemView:
        """Look once more at the page of a link."""
        row, old = self.items.editable(id, by)
        if old.kind is not Kind.LINK or old.url is None:
            raise Conflict("only a link leads to a page")
        at = self.now()
        waiting = Preview(state=PreviewState.FETCHING, asked_at=at)
        said = LinkGiven(organisation=by.organisation, at=at, item=id, url=old.url)
        new = old.model_copy(update={"preview": waiting, "version": old.version + 1})
        with table.write() as write:
            self.store.change(by.organisation, row, new, write, said)
        return ItemView.of(new, by)


links = Links(ItemStore(), items)
