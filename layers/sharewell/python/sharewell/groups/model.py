"""A group: for now a plain list of people, seen by those in it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sharewell.caller import Caller, Role
from sharewell.errors import Forbidden
from sharewell.identity.model import GivenMember
from sharewell.ids import GroupId, MemberId
from sharewell.values import Name, Value

MOST_MEMBERS_AT_ONCE = 40
"""Members that one call adds: three rows each fit into one transaction."""


class Group(Value):
    """People with a purpose."""

    id: GroupId
    name: str
    made_by: MemberId
    made_at: datetime
    version: int

    def must_be_tended_by(self, who: Caller) -> None:
        """Raise unless `who`, who is in it, made it or administers the organisation."""
        if who.member != self.made_by and who.role is not Role.ADMIN:
            raise Forbidden("only who made a group and administrators in it do this")


class GroupMember(Value):
    """Somebody in a group."""

    id: MemberId
    name: str


class NewGroup(Value):
    """A name, and who is in it besides whoever makes it."""

    name: Name
    members: Annotated[list[GivenMember], Field(max_length=MOST_MEMBERS_AT_ONCE)] = []


class GroupChange(Value):
    """Another name for a group."""

    name: Name
