"""Some of a list, and the sealed cursor that goes on from there."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Generic, TypeVar

from sharewell.config import settings
from sharewell.errors import Invalid
from sharewell.values import Value

T = TypeVar("T")
_TAG = 12


class Page(Value, Generic[T]):
    """Pass `next` as `after` to go on; None means that was all."""

    items: list[T]
    next: str | None = None


def seal(scope: str, place: str) -> str:
    """A cursor for `place` in the list `scope`, which nobody else can make."""
    return urlsafe_b64encode(_tag(scope, place) + place.encode()).decode().rstrip("=")


def unseal(scope: str, cursor: str) -> str:
    """The place a cursor of this very list names, or Invalid."""
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = raw[_TAG:].decode()
    except ValueError as error:
        raise Invalid("this is not a cursor of ours", field="after") from error
    if not hmac.compare_digest(raw[:_TAG], _tag(scope, place)):
        raise Invalid("this cursor belongs to another list", field="after")
    return place


def _tag(scope: str, place: str) -> bytes:
    message = f"{scope}\n{place}".encode()
    return hmac.digest(settings.cursor_secret.encode(), message, hashlib.sha256)[:_TAG]
