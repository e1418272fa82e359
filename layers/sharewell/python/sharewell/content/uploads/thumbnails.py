"""Thumbnails of files, under unguessable object keys."""

from sharewell.aws import bucket
from sharewell.core.ids import FileId, ItemId, OrganisationId
from sharewell.core.signing import Purpose, sign


def thumbnail_key(organisation: OrganisationId, id: ItemId, file: FileId) -> str:
    """Returns the object key of a file's thumbnail, which ends in a signed token."""
    return f"thumbs/{organisation}/{id}/{sign(Purpose.THUMBNAIL_KEY, id, file)}.webp"


def save_thumbnail(
    organisation: OrganisationId, id: ItemId, file: FileId, picture: bytes | None
) -> str | None:
    """Writes a file's thumbnail to the bucket, if there is one, and returns its key."""
    if picture is None:
        return None
    key = thumbnail_key(organisation, id, file)
    bucket.put(key, picture, "image/webp")
    return key
