"""Who asks to be let into a group, and who is asked in."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from sharewell.ids import GroupId, InvitationId, MemberId
from sharewell.values import Value


class Request(Value):
    """Somebody asks to be let in."""

    member: MemberId
    name: str
    words: str = ""
    asked_at: datetime


class Invited(Value):
    """Somebody is asked in: a member, or by mail an address that is not here yet."""

    id: MemberId | InvitationId
    name: str | None = None
    address: str | None = None
    by: str
    at: datetime


class Offer(Value):
    """A group that one is asked into."""

    group: GroupId
    name: str
    by: str


class Letters(Value):
    """Addresses to ask in by mail, as pasted: the organisation, and this group of it."""

    people: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
