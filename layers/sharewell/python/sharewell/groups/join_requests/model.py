"""Join requests and group invitations."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from sharewell.core.ids import GroupId, InvitationId, MemberId
from sharewell.core.values import Value


class JoinRequest(Value):
    """A member's request to join a group."""

    member: MemberId
    name: str
    message: str = ""
    requested_at: datetime


class InvitedPerson(Value):
    """An invited member, or an email address that has no member yet."""

    id: MemberId | InvitationId
    name: str | None = None
    address: str | None = None
    invited_by: str
    invited_at: datetime


class GroupInvitation(Value):
    """A group's invitation to a member."""

    group: GroupId
    name: str
    invited_by: str


class EmailInvitees(Value):
    """A pasted list of addresses to invite to the organisation and to a group."""

    people: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
