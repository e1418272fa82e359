"""What people can do with the file of an item once its bytes are there."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sharewell import bucket, concurrency
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.history import History, history
from sharewell.content.media.model import Address, Pictures, State, TextPage
from sharewell.content.service import Items, items
from sharewell.content.store import ItemStore
from sharewell.errors import Conflict, Invalid, Missing
from sharewell.ids import FileId, ItemId, OrganisationId
from sharewell.page import Page

SHOWN_AS_THEY_ARE = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Besides audio and video; everything else is only ever saved, never shown by its own type.

A PDF is read by the app, which runs no script in it; browsers do, even in a sandbox.
"""
MOST_PICTURES = 50


@dataclass(frozen=True, slots=True)
class Files:
    """Read a file's text, its bytes and its pictures."""

    items: Items
    history: History
    store: ItemStore
    now: Clock = now

    def pages(
        self, id: ItemId, file: FileId | None, *, by: Caller, after: str | None
    ) -> Page[TextPage]:
        """The text of an item's file, page by page."""
        # Both at once: whoever may not see the item gets its refusal and nothing else.
        known = [partial(self.store.text, by.organisation, id, file, after)] if file else []
        item, *found = concurrency.run_concurrently([partial(self.items.seen_by, by, id), *known])
        if item.file is None:
            return Page(items=[], next=None)
        if file not in (None, item.file.id):
            raise Missing("the item has another file by now", field="file")
        [rows] = found or [self.store.text(by.organisation, id, item.file.id, after)]
        return Page(items=[TextPage(**row.fields()) for row in rows.items], next=rows.next)

    def address(self, id: ItemId, *, download: bool, version: int | None, by: Caller) -> Address:
        """Where a file's bytes can be read for an hour; an earlier one's by those who may edit."""
        if version is None:
            file = self.items.row_seen_by(by, id)[1].file
        else:
            file = self.history.words(id, version, by=by).file
        if file is None:
            raise Conflict("this item has no file")
        if file.state in (State.UPLOADING, State.STALLED):
            raise Conflict("the bytes of this file have not arrived")
        shown = file.type in SHOWN_AS_THEY_ARE or file.type.startswith(("audio/", "video/"))
        inline = shown and not download
        url = bucket.address(
            file_key(by.organisation, id, file.id),
            name=file.name,
            inline=inline,
            type=file.type if inline else "application/octet-stream",
        )
        until = self.now() + timedelta(seconds=bucket.READ_FOR)
        return Address(url=url, name=file.name, type=file.type, size=file.size, expires_at=until)

    def pictures(self, keys: list[str] | str, *, by: Caller) -> Pictures:
        """Addresses of pictures whose keys came with something the caller has seen.

        A key ends in a token that cannot be guessed, so holding it shows that one was let see it.
        """
        wanted = keys if isinstance(keys, list) else [keys]
        if len(wanted) > MOST_PICTURES:
            raise Invalid(f"ask for at most {MOST_PICTURES} pictures", field="key")
        own = [key for key in wanted if key.split("/")[1] == by.organisation]
        return Pictures(urls={key: bucket.address(key, type=_picture_type(key)) for key in own})


def _picture_type(key: str) -> str:
    ending = key.rpartition(".")[2]
    return f"image/{'jpeg' if ending == 'jpg' else ending}"


def file_key(organisation: OrganisationId, item: ItemId, file: str) -> str:
    """Where the bytes of one file lie."""
    return f"files/{organisation}/{item}/{file}"


files = Files(items, history, ItemStore())
