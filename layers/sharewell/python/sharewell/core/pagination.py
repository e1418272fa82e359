"""Pages of lists, and the signed cursors at which the next pages begin."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from sharewell.core.errors import Invalid
from sharewell.core.signing import SIGNATURE_BYTES, Purpose, sign, verify
from sharewell.core.values import Value

T = TypeVar("T")


class Page(Value, Generic[T]):
    """A page of a list; `next` is the `after` of the next page, None on the last."""

    items: list[T]
    next: str | None = None


class PageQuery(Value):
    """The query string of every list: `after` is the `next` of the previous page."""

    after: Annotated[str, Field(max_length=2_000, pattern=r"^[A-Za-z0-9_-]*$")] | None = None


def encode_cursor(scope: str, place: str) -> str:
    """Returns the signed cursor of `place` in the list `scope`."""
    signature = bytes.fromhex(sign(Purpose.CURSOR, scope, place))
    return urlsafe_b64encode(signature + place.encode()).decode().rstrip("=")


def decode_cursor(scope: str, cursor: str) -> str:
    """Returns the place that a cursor names. Raises: Invalid, for another list's."""
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = raw[SIGNATURE_BYTES:].decode()
    except ValueError as error:
        raise Invalid("This cursor is invalid.", field="after") from error
    if not verify(Purpose.CURSOR, raw[:SIGNATURE_BYTES].hex(), scope, place):
        raise Invalid("This cursor belongs to another list.", field="after")
    return place
