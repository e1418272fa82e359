"""Organisations and the memberships of people in them."""

from datetime import datetime
from typing import Annotated

from sharewell.core.caller import Role
from sharewell.core.ids import MemberId, OrganisationId, PersonId, ulid_time
from sharewell.core.values import ULID, Name, Value

MAX_ORGANISATIONS = 20
"""Maximum of organisations that a person belongs to: one short query reads them all."""
MAX_GROUPS = 100
"""Maximum of groups that a member is in: one BatchGetItem reads them all."""

MemberIdField = Annotated[MemberId, ULID]
"""A member's id in a request, checked for its format only."""


class Organisation(Value):
    """The tenant that everything belongs to."""

    id: OrganisationId
    name: Name
    created_at: datetime


class Member(Value):
    """A member of an organisation; `email` is for sending mail."""

    organisation: OrganisationId
    member: MemberId
    person: PersonId
    name: str
    email: str
    role: Role
    active: bool = True

    @property
    def joined_at(self) -> datetime:
        """The time of joining, which the member's id contains."""
        return ulid_time(self.member)

    @property
    def is_active_admin(self) -> bool:
        """Whether the member is an active administrator, as one member must always be."""
        return self.active and self.role is Role.ADMIN


class Membership(Value):
    """One of the organisations that a person belongs to."""

    organisation: OrganisationId
    organisation_name: str
    member: MemberId
    name: str
    role: Role


class SignedInPerson(Value):
    """The signed-in person and their memberships; `current` is the one they work in."""

    current: Membership | None
    memberships: list[Membership]
    may_create_organisation: bool


class OrganisationChoice(Value):
    """A request to switch to another organisation."""

    organisation: OrganisationId


class MemberRef(Value):
    """A member's id, and their name at the time."""

    id: MemberId
    name: str
