"""Signs values with the deployment's signing secret, each for one purpose."""

import hashlib
import hmac
import json
from enum import StrEnum

from sharewell.core.config import settings

SIGNATURE_BYTES = 16


class Purpose(StrEnum):
    """What a value is signed for; its signature verifies for no other purpose."""

    CURSOR = "cursor"
    INVITATION_LINK = "invitation-link"
    THUMBNAIL_KEY = "thumbnail-key"
    PREVIEW_KEY = "preview-key"
    PICTURE_KEY = "picture-key"


def sign(purpose: Purpose, *parts: str) -> str:
    """Returns the signature of `parts` for a purpose: 32 hexadecimal digits (HMAC-SHA256)."""
    message = json.dumps([purpose, *parts]).encode()
    digest = hmac.digest(settings.signing_secret.encode(), message, hashlib.sha256)
    return digest[:SIGNATURE_BYTES].hex()


def verify(purpose: Purpose, signature: str, *parts: str) -> bool:
    """Returns whether `signature` is that of `parts` for this purpose, in constant time."""
    return hmac.compare_digest(signature.encode(), sign(purpose, *parts).encode())
