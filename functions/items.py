"""Items over HTTP: notes, links, and files once they are uploaded."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.files import files
from sharewell.content.media.model import (
    Address,
    Download,
    PagesOf,
    PictureKeys,
    Pictures,
    TextPage,
)
from sharewell.content.model import Card, ItemView
from sharewell.content.sent.model import ItemChange, NewItem, Refs
from sharewell.content.service import items
from sharewell.ids import ItemId
from sharewell.page import Page

api = create_api("items")


@api.post("/api/items")
def publish_item(body: NewItem, key: str | None, me: Caller) -> ItemView:
    """Publish a note or a link."""
    return items.publish(body, key=key, by=me)


@api.get("/api/items")
def read_cards(query: Refs, me: Caller) -> Page[Card]:
    """Those of up to 20 items that the caller may still see, as cards, in the order asked for."""
    return items.cards(query.id, by=me)


@api.patch("/api/items/{item}")
def change_item(item: ItemId, body: ItemChange, version: int | None, me: Caller) -> ItemView:
    """Change an item's words, channels or visibility."""
    return items.change(item, body, version, by=me)


@api.delete("/api/items/{item}")
def delete_item(item: ItemId, me: Caller) -> None:
    """Take an item away; for 30 days it can be restored."""
    items.delete(item, by=me)


@api.post("/api/items/{item}/restore", status=200)
def restore_item(item: ItemId, me: Caller) -> ItemView:
    """Undo a deletion."""
    return items.restore(item, by=me)


@api.get("/api/items/{item}/pages")
def read_pages(item: ItemId, query: PagesOf, me: Caller) -> Page[TextPage]:
    """The text of a file, page by page."""
    return files.pages(item, query.file, by=me, after=query.after)


@api.get("/api/items/{item}/address")
def read_address(item: ItemId, query: Download, me: Caller) -> Address:
    """Where the file's bytes can be read for an hour, to show or to save under its own name."""
    return files.address(item, download=query.download, version=query.version, by=me)


@api.get("/api/pictures")
def read_pictures(query: PictureKeys, me: Caller) -> Pictures:
    """Where thumbnails and photos can be read for an hour."""
    return files.pictures(query.key, by=me)
