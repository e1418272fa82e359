"""HTTP routes for items: notes, links and uploaded files."""

from sharewell.app import create_api
from sharewell.content.files.model import (
    DownloadQuery,
    DownloadUrl,
    PagesQuery,
    PicturesQuery,
    PictureUrls,
    TextPage,
)
from sharewell.content.files.service import files
from sharewell.content.model import Card, ItemView
from sharewell.content.schemas import ItemChange, ItemsQuery, NewItem
from sharewell.content.service import items
from sharewell.core.caller import Caller
from sharewell.core.ids import ItemId
from sharewell.core.pagination import Page

api = create_api("items")


@api.post("/api/items")
def publish_item(body: NewItem, key: str | None, me: Caller) -> ItemView:
    """Publish a note or a link."""
    return items.publish(body, key=key, by=me)


@api.get("/api/items")
def get_cards(query: ItemsQuery, me: Caller) -> Page[Card]:
    """List up to 20 items by id, as cards in that order, as far as the caller may see them."""
    return items.list_cards(query.id, by=me)


@api.patch("/api/items/{item}")
def change_item(item: ItemId, body: ItemChange, version: int | None, me: Caller) -> ItemView:
    """Change an item's content, channels or audience."""
    return items.change(item, body, version, by=me)


@api.delete("/api/items/{item}")
def delete_item(item: ItemId, me: Caller) -> None:
    """Delete an item; it can be restored for 30 days."""
    items.delete(item, by=me)


@api.post("/api/items/{item}/restore", status=200)
def restore_item(item: ItemId, me: Caller) -> ItemView:
    """Restore a deleted item."""
    return items.restore(item, by=me)


@api.get("/api/items/{item}/pages")
def read_pages(item: ItemId, query: PagesQuery, me: Caller) -> Page[TextPage]:
    """List the text of a file, page by page."""
    return files.list_pages(item, query.file, by=me, after=query.after)


@api.get("/api/items/{item}/file-url")
def create_file_url(item: ItemId, query: DownloadQuery, me: Caller) -> DownloadUrl:
    """Create a URL to show or download the file, valid for an hour."""
    return files.create_download_url(item, download=query.download, version=query.version, by=me)


@api.get("/api/pictures")
def read_pictures(query: PicturesQuery, me: Caller) -> PictureUrls:
    """Create URLs of thumbnails and photos, valid for an hour."""
    return files.create_picture_urls(query.key, by=me)
