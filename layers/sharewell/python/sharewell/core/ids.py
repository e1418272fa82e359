"""Ids: ULIDs, 26 characters that sort by their timestamp."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import NewType

PersonId = NewType("PersonId", str)
"""The `sub` claim of a sign-in: one human being, in any number of organisations."""
OrganisationId = NewType("OrganisationId", str)
MemberId = NewType("MemberId", str)
GroupId = NewType("GroupId", str)
ChannelId = NewType("ChannelId", str)
ItemId = NewType("ItemId", str)
FileId = NewType("FileId", str)
"""One of the files that an item has or had."""
ImportId = NewType("ImportId", str)
InvitationId = NewType("InvitationId", str)
DraftId = NewType("DraftId", str)
AudienceId = str
"""A group or a member: the recipient of an assignment."""
AssignmentId = NewType("AssignmentId", str)
"""Its timestamp is the first due date, so that lists of assignments are in that order."""
PostId = NewType("PostId", str)
"""The ULID of a thread; for a reply, that of its thread, a dash, and its own."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ulid(at: datetime) -> str:
    """Returns a new ULID of `at`: 48 bits of milliseconds, 80 random (github.com/ulid/spec)."""
    return _encode(_milliseconds(at) << 80 | secrets.randbits(80))


def min_ulid(at: datetime) -> str:
    """Returns the ULID of `at` that sorts before all others."""
    return _encode(_milliseconds(at) << 80)


def derive_ulid(parent: str, *parts: str, ordinal: int = 0) -> str:
    """Returns a deterministic ULID with the parent's timestamp and a hash of parent and parts.

    Lower ordinals (0-65,535) sort later, i.e. first in newest-first lists.
    """
    hashed = int.from_bytes(hashlib.sha256("\n".join([parent, *parts]).encode()).digest()[:8])
    return parent[:10] + _encode((0xFFFF - ordinal) << 64 | hashed)[10:]


def ulid_time(ulid: str) -> datetime:
    """Returns the timestamp of a ULID, to the millisecond."""
    milliseconds = 0
    for character in ulid[:10]:
        milliseconds = milliseconds << 5 | _ALPHABET.index(character)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _encode(bits: int) -> str:
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(125, -1, -5))
