"""Bytes that are awaited under a key: in one go, or in parts that can be taken up again."""

from sharewell import bucket
from sharewell.content.media.model import File
from sharewell.content.uploads.model import (
    ONE_GO,
    PART,
    Arrived,
    ArrivedParts,
    PartAddress,
    PartAddresses,
    Parts,
    Upload,
)
from sharewell.errors import Conflict, Invalid
from sharewell.ids import ItemId
from sharewell.values import Form


def begin(key: str, size: int, type: str) -> str | None:
    """Await parts, and their upload's id; nothing for what comes in one go."""
    return bucket.begin_parts(key, type=type) if size > ONE_GO else None


def how(key: str, parts: str | None, size: int, type: str) -> Form | Parts:
    """How to send it."""
    if parts:
        return Parts(size=PART, count=-(-size // PART))
    url, fields = bucket.form(key, size=size, type=type)
    return Form(url=url, fields=fields)


def upload(item: ItemId, key: str, parts: str | None, file: File) -> Upload:
    """How to send the file of an item."""
    way = how(key, parts, file.size, file.type)
    return Upload(item=item, parts=way) if isinstance(way, Parts) else Upload(item=item, form=way)


def abandon(key: str, parts: str | None) -> None:
    """Await nothing any more; what has come of it goes."""
    if parts:
        bucket.abandon_parts(key, parts)


def arrived(key: str, parts: str | None) -> ArrivedParts:
    """The parts that need not be sent again."""
    found = bucket.parts(key, parts) if parts else []
    return ArrivedParts(parts=[Arrived(number=it.number, size=it.size) for it in found])


def addresses(key: str, parts: str | None, size: int, numbers: list[int]) -> PartAddresses:
    """Where to PUT the next parts."""
    if parts is None:
        raise Conflict("this is sent in one go")
    count = -(-size // PART)
    if max(numbers) > count:
        raise Invalid(f"there are {count} parts", field="numbers")
    return PartAddresses(
        parts=[
            PartAddress(number=number, url=bucket.part_address(key, parts, number))
            for number in numbers
        ]
    )


def complete(key: str, parts: str | None, size: int) -> None:
    """Make one object of the parts; doing it again is harmless."""
    if parts is None:
        raise Conflict("this is sent in one go")
    found = bucket.parts(key, parts)
    if not found and bucket.exists(key):
        return
    missing = set(range(1, -(-size // PART) + 1)) - {it.number for it in found}
    if missing:
        raise Conflict(f"parts are missing: {', '.join(map(str, sorted(missing)[:10]))}")
    if sum(it.size for it in found) != size:
        raise Conflict(f"the parts do not add up to the {size:,} bytes announced")
    bucket.finish_parts(key, parts, found)
