"""HTTP routes for uploads; browsers send the bytes to the bucket directly."""

from sharewell.app import create_api
from sharewell.content.uploads.model import (
    ArrivedParts,
    NewFile,
    NewUpload,
    PartNumbers,
    PartUrls,
    Upload,
)
from sharewell.content.uploads.replacement import file_replacement
from sharewell.content.uploads.service import uploads
from sharewell.core.caller import Caller
from sharewell.core.ids import ItemId
from sharewell.pictures.model import NewPicture, Picture
from sharewell.pictures.uploads import picture_uploads

api = create_api("uploads")


@api.post("/api/uploads")
def create_upload(body: NewUpload, key: str | None, me: Caller) -> Upload:
    """Start an upload: create the item and return how to send the bytes."""
    return uploads.begin(body, key=key, by=me)


@api.post("/api/items/{item}/file")
def replace_file(
    item: ItemId, body: NewFile, version: int | None, key: str | None, me: Caller
) -> Upload:
    """Start to replace an item's file; the present one remains until the new one is processed."""
    return file_replacement.begin(item, body, version, key=key, by=me)


@api.get("/api/uploads/{item}/parts")
def list_uploaded_parts(item: ItemId, me: Caller) -> ArrivedParts:
    """List the parts that are already uploaded."""
    return uploads.list_arrived_parts(item, by=me)


@api.post("/api/uploads/{item}/parts", status=200)
def create_part_urls(item: ItemId, body: PartNumbers, me: Caller) -> PartUrls:
    """Create URLs to upload the next parts with PUT."""
    return uploads.create_part_urls(item, body.numbers, by=me)


@api.post("/api/uploads/{item}/complete", status=204)
def complete_upload(item: ItemId, me: Caller) -> None:
    """Complete an upload: join its parts into one file."""
    uploads.complete(item, by=me)


@api.post("/api/uploads/{item}/retry")
def retry_upload(item: ItemId, me: Caller) -> Upload:
    """Upload a file again that did not arrive, or process a rejected one again."""
    return uploads.retry(item, by=me)


@api.delete("/api/uploads/{item}")
def cancel_upload(item: ItemId, me: Caller) -> None:
    """Cancel an upload; the previous file, if any, remains."""
    uploads.cancel(item, by=me)


@api.post("/api/pictures")
def create_picture_upload(body: NewPicture, key: str | None, me: Caller) -> Picture:
    """Start to upload a picture; returns its key for the Markdown, and the form."""
    return picture_uploads.begin(body, key=key, by=me)
