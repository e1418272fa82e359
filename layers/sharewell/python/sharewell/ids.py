"""Ids are ULIDs: 26 characters that sort by the moment they were minted."""

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
InvitationId = NewType("InvitationId", str)
DraftId = NewType("DraftId", str)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def mint(at: datetime) -> str:
    """A ULID of `at`: 48 bits of milliseconds, 80 bits of chance (github.com/ulid/spec)."""
    bits = int(at.timestamp() * 1000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(125, -1, -5))


def minted_at(ulid: str) -> datetime:
    """The moment an id was minted, to the millisecond."""
    milliseconds = 0
    for character in ulid[:10]:
        milliseconds = milliseconds << 5 | _ALPHABET.index(character)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
