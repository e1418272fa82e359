"""Who is asking: what the verified token says, and what the table says of that person now."""

from datetime import datetime
from enum import StrEnum

from sharewell.errors import Forbidden
from sharewell.ids import ChannelId, GroupId, MemberId, OrganisationId, PersonId
from sharewell.values import Value


class Role(StrEnum):
    """What a member may do besides what everyone may."""

    MEMBER = "member"
    CURATOR = "curator"
    ADMIN = "admin"


class Person(Value):
    """A signed-in human being, whom no organisation needs to know yet."""

    id: PersonId
    signed_in_at: datetime


class Caller(Value):
    """A member asking in their current organisation."""

    person: PersonId
    organisation: OrganisationId
    member: MemberId
    role: Role
    name: str
    groups: frozenset[GroupId] = frozenset()
    follows: frozenset[ChannelId] = frozenset()

    @property
    def tends(self) -> bool:
        """Whether they tend channels and content that others opened: curators and admins."""
        return self.role in (Role.CURATOR, Role.ADMIN)

    @property
    def access(self) -> list[str]:
        """Every audience they belong to, as search and lists spell it."""
        return ["all", *(f"group:{group}" for group in sorted(self.groups))]

    def must_be_admin(self) -> None:
        """Raise unless they administer the organisation."""
        if self.role is not Role.ADMIN:
            raise Forbidden("only administrators may do this")
