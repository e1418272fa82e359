"""Small pictures of files, under keys that nobody can guess."""

from sharewell import bucket
from sharewell.ids import FileId, ItemId, OrganisationId
from sharewell.signing import Purpose, sign


def key_of(organisation: OrganisationId, id: ItemId, file: FileId) -> str:
    """Where the small picture of a file lies; nobody can guess it."""
    return f"thumbs/{organisation}/{id}/{sign(Purpose.THUMBNAIL_KEY, id, file)}.webp"


def keep(
    organisation: OrganisationId, id: ItemId, file: FileId, picture: bytes | None
) -> str | None:
    """Keep the small picture that was made of a file, if one was."""
    if picture is None:
        return None
    key = key_of(organisation, id, file)
    bucket.put(key, picture, "image/webp")
    return key
