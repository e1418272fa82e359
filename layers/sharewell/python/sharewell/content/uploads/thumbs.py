"""Small pictures of files, under keys that nobody can guess."""

import hashlib
import hmac

from sharewell import bucket
from sharewell.config import settings
from sharewell.ids import FileId, ItemId, OrganisationId


def key_of(organisation: OrganisationId, id: ItemId, file: FileId) -> str:
    """Where the small picture of a file lies; nobody can guess it."""
    secret = settings.cursor_secret.encode()
    token = hmac.digest(secret, f"thumb\n{id}\n{file}".encode(), hashlib.sha256).hex()[:32]
    return f"thumbs/{organisation}/{id}/{token}.webp"


def keep(
    organisation: OrganisationId, id: ItemId, file: FileId, picture: bytes | None
) -> str | None:
    """Keep the small picture that was made of a file, if one was."""
    if picture is None:
        return None
    key = key_of(organisation, id, file)
    bucket.put(key, picture, "image/webp")
    return key
