"""Some of a list, and the signed cursor that goes on from there."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Generic, TypeVar

from sharewell.errors import Invalid
from sharewell.signing import SIGNATURE_BYTES, Purpose, sign, verify
from sharewell.values import Value

T = TypeVar("T")


class Page(Value, Generic[T]):
    """Pass `next` as `after` to go on; None means that was all."""

    items: list[T]
    next: str | None = None


def seal(scope: str, place: str) -> str:
    """A cursor for `place` in the list `scope`, which nobody else can make."""
    signature = bytes.fromhex(sign(Purpose.CURSOR, scope, place))
    return urlsafe_b64encode(signature + place.encode()).decode().rstrip("=")


def unseal(scope: str, cursor: str) -> str:
    """The place a cursor of this very list names, or Invalid."""
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = raw[SIGNATURE_BYTES:].decode()
    except ValueError as error:
        raise Invalid("this is not a cursor of ours", field="after") from error
    if not verify(Purpose.CURSOR, raw[:SIGNATURE_BYTES].hex(), scope, place):
        raise Invalid("this cursor belongs to another list", field="after")
    return place
