"""The caller of a request: the person of the verified token, and their present membership."""

from datetime import datetime
from enum import StrEnum

from sharewell.core.errors import Forbidden
from sharewell.core.ids import ChannelId, GroupId, MemberId, OrganisationId, PersonId
from sharewell.core.values import Value


class Role(StrEnum):
    """What a member may do beyond the rights of every member."""

    MEMBER = "member"
    CURATOR = "curator"
    ADMIN = "admin"


class Person(Value):
    """A signed-in human being, perhaps a member of no organisation yet."""

    id: PersonId
    signed_in_at: datetime


class Caller(Value):
    """The member on whose behalf a request runs, in their current organisation."""

    person: PersonId
    organisation: OrganisationId
    member: MemberId
    role: Role
    name: str
    groups: frozenset[GroupId] = frozenset()
    follows: frozenset[ChannelId] = frozenset()

    @property
    def is_curator(self) -> bool:
        """Whether they may manage channels and content of others: curators and admins."""
        return self.role in (Role.CURATOR, Role.ADMIN)

    @property
    def audience_keys(self) -> list[str]:
        """Every audience they belong to, in the notation of search and lists."""
        return ["all", *(f"group:{group}" for group in sorted(self.groups))]

    def require_admin(self) -> None:
        """Raises Forbidden unless they are an admin of the organisation."""
        if self.role is not Role.ADMIN:
            raise Forbidden("Only administrators can do this.")
