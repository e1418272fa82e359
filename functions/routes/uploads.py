"""Uploads over HTTP: the bytes themselves go from the browser to the bucket."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.uploads.model import (
    ArrivedParts,
    NewFile,
    NewUpload,
    PartAddresses,
    PartNumbers,
    Upload,
)
from sharewell.content.uploads.replacement import renewing
from sharewell.content.uploads.service import uploads
from sharewell.ids import ItemId
from sharewell.pictures.model import NewPicture, Picture
from sharewell.pictures.uploads import in_texts

api = create_api("uploads")


@api.post("/api/uploads")
def begin_upload(body: NewUpload, key: str | None, me: Caller) -> Upload:
    """Announce a file; its item is there at once, and the answer says how to send the bytes."""
    return uploads.begin(body, key=key, by=me)


@api.post("/api/items/{item}/file")
def begin_new_file(
    item: ItemId, body: NewFile, version: int | None, key: str | None, me: Caller
) -> Upload:
    """Announce another file for an item; the one that it has stays until this has been read."""
    return renewing.begin(item, body, version, key=key, by=me)


@api.get("/api/uploads/{item}/parts")
def list_arrived_parts(item: ItemId, me: Caller) -> ArrivedParts:
    """The parts that need not be sent again."""
    return uploads.arrived(item, by=me)


@api.post("/api/uploads/{item}/parts", status=200)
def address_parts(item: ItemId, body: PartNumbers, me: Caller) -> PartAddresses:
    """Where to PUT the next parts."""
    return uploads.addresses(item, body.numbers, by=me)


@api.post("/api/uploads/{item}/complete", status=204)
def complete_upload(item: ItemId, me: Caller) -> None:
    """Every part has arrived: make one file of them."""
    uploads.complete(item, by=me)


@api.post("/api/uploads/{item}/retry")
def retry_upload(item: ItemId, me: Caller) -> Upload:
    """Send a file again whose bytes never came, or have one read again that was refused."""
    return uploads.retry(item, by=me)


@api.delete("/api/uploads/{item}")
def cancel_upload(item: ItemId, me: Caller) -> None:
    """Give up an upload; nothing of it stays but the file that was there before."""
    uploads.cancel(item, by=me)


@api.post("/api/pictures")
def begin_picture(body: NewPicture, key: str | None, me: Caller) -> Picture:
    """Announce a picture for a text: its key goes into the Markdown, the form takes its bytes."""
    return in_texts.begin(body, key=key, by=me)
