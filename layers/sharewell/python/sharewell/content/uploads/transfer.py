"""Transfers bytes to an object key: in one request, or in parts that can be resumed."""

from sharewell.aws import bucket
from sharewell.content.files.model import File
from sharewell.content.uploads.model import (
    PART_SIZE,
    SINGLE_REQUEST_SIZE,
    ArrivedPart,
    ArrivedParts,
    PartUrl,
    PartUrls,
    Upload,
    UploadParts,
)
from sharewell.core.errors import Conflict, Invalid
from sharewell.core.ids import ItemId
from sharewell.core.values import Form


def begin_parts(key: str, size: int, type: str) -> str | None:
    """Starts a multipart upload and returns its id; None up to `SINGLE_REQUEST_SIZE` bytes."""
    return bucket.start_multipart(key, type=type) if size > SINGLE_REQUEST_SIZE else None


def upload_instructions(key: str, parts: str | None, size: int, type: str) -> Form | UploadParts:
    """Returns the form for a single request, or size and count of the parts."""
    if parts:
        return UploadParts(size=PART_SIZE, count=-(-size // PART_SIZE))
    url, fields = bucket.presign_upload(key, size=size, type=type)
    return Form(url=url, fields=fields)


def item_upload(item: ItemId, key: str, parts: str | None, file: File) -> Upload:
    """Returns how to send the file of an item."""
    how = upload_instructions(key, parts, file.size, file.type)
    return (
        Upload(item=item, parts=how)
        if isinstance(how, UploadParts)
        else Upload(item=item, form=how)
    )


def abandon(key: str, parts: str | None) -> None:
    """Aborts a multipart upload, if there is one; its parts are deleted."""
    if parts:
        bucket.abort_multipart(key, parts)


def list_arrived_parts(key: str, parts: str | None) -> ArrivedParts:
    """Returns the parts that have arrived."""
    found = bucket.list_parts(key, parts) if parts else []
    return ArrivedParts(parts=[ArrivedPart(number=it.number, size=it.size) for it in found])


def create_part_urls(key: str, parts: str | None, size: int, numbers: list[int]) -> PartUrls:
    """Returns addresses to PUT the given parts to.

    Raises: Conflict unless the upload is in parts, Invalid for a number beyond the last part.
    """
    if parts is None:
        raise Conflict("This file is sent in one request, not in parts.")
    count = -(-size // PART_SIZE)
    if max(numbers) > count:
        raise Invalid(f"This file has only {count} parts.", field="numbers")
    return PartUrls(
        parts=[
            PartUrl(number=number, url=bucket.presign_part(key, parts, number))
            for number in numbers
        ]
    )


def complete(key: str, parts: str | None, size: int) -> None:
    """Assembles the parts into one object. Idempotent.

    Raises: Conflict if parts are missing or do not add up to `size` bytes.
    """
    if parts is None:
        raise Conflict("This file is sent in one request, not in parts.")
    found = bucket.list_parts(key, parts)
    if not found and bucket.exists(key):
        return
    missing = set(range(1, -(-size // PART_SIZE) + 1)) - {it.number for it in found}
    if missing:
        raise Conflict(f"Parts are missing: {', '.join(map(str, sorted(missing)[:10]))}.")
    if sum(it.size for it in found) != size:
        raise Conflict(f"The parts do not add up to the announced {size:,} bytes.")
    bucket.complete_multipart(key, parts, found)
