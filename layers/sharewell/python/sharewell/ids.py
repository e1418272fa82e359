"""Ids are ULIDs: 26 characters that sort by the moment they were minted."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import NewType

PersonId = NewType("PersonId", str)
"""The `sub` of a sign-in: one human being, in however many organisations."""
OrganisationId = NewType("OrganisationId", str)
MemberId = NewType("MemberId", str)
GroupId = NewType("GroupId", str)
ChannelId = NewType("ChannelId", str)
ItemId = NewType("ItemId", str)
FileId = NewType("FileId", str)
"""One of the files that an item has had."""
ImportId = NewType("ImportId", str)
InvitationId = NewType("InvitationId", str)
DraftId = NewType("DraftId", str)
AudienceId = str
"""A group or a member, whichever something is given to."""
AssignmentId = NewType("AssignmentId", str)
"""Its moment is when the assignment was first due, so that lists of them are in that order."""
PostId = NewType("PostId", str)
"""The id of a thread; of a reply, that of its thread, a dash, and its own."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def mint(at: datetime) -> str:
    """A ULID of `at`: 48 bits of milliseconds, 80 bits of chance (github.com/ulid/spec)."""
    bits = int(at.timestamp() * 1000) << 80 | secrets.randbits(80)
    return _written(bits, 26)


def derived(at: datetime, *of: str) -> str:
    """A ULID of `at` that is always the same for the same words."""
    chance = hashlib.sha256("\n".join(of).encode()).digest()[:10]
    return first_of(at)[:10] + _written(int.from_bytes(chance), 16)


def first_of(at: datetime) -> str:
    """The ULID of `at` that sorts before all others."""
    return _written(int(at.timestamp() * 1000) << 80, 26)


def earliest(at: datetime) -> str:
    """Nothing that was minted at `at` sorts before this."""
    return mint(at)[:10] + "0" * 16


def following(id: str, said: str, place: int = 0) -> str:
    """The id of what follows from `id` and `said`: a ULID of the same moment, always the same.

    Of several the one with the lower `place` (up to 65,535) is the later, so comes first in lists.
    """
    hashed = int.from_bytes(hashlib.sha256(f"{id}\n{said}".encode()).digest()[:8])
    bits = (0xFFFF - place) << 64 | hashed
    return id[:10] + "".join(_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))


def minted_at(ulid: str) -> datetime:
    """The moment an id was minted, to the millisecond."""
    milliseconds = 0
    for character in ulid[:10]:
        milliseconds = milliseconds << 5 | _ALPHABET.index(character)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _written(bits: int, characters: int) -> str:
    return "".join(_ALPHABET[bits >> 5 * it & 31] for it in range(characters - 1, -1, -1))
