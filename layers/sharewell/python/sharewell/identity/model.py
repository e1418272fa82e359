"""An organisation, and one person's places in organisations."""

from datetime import datetime
from typing import Annotated

from sharewell.caller import Role
from sharewell.ids import MemberId, OrganisationId, PersonId, ulid_time
from sharewell.values import ULID, Name, Value

MOST_ORGANISATIONS = 20
"""Organisations that one person belongs to: one short query reads them all."""
MOST_GROUPS = 100
"""Groups that one member is in: one BatchGetItem reads them all."""

GivenMember = Annotated[MemberId, ULID]
"""A member's id as it comes from outside, where it may be anything."""


class Organisation(Value):
    """The tenant that everything belongs to."""

    id: OrganisationId
    name: Name
    opened_at: datetime


class Seat(Value):
    """Somebody's place in an organisation, as the organisation keeps it. `address` is for mail."""

    organisation: OrganisationId
    member: MemberId
    person: PersonId
    name: str
    address: str
    role: Role
    active: bool = True

    @property
    def joined_at(self) -> datetime:
        """A member's id is minted when they join."""
        return ulid_time(self.member)

    @property
    def administers(self) -> bool:
        """Whether they count among those of whom one must always stay."""
        return self.active and self.role is Role.ADMIN


class Membership(Value):
    """One of the organisations that a person belongs to."""

    organisation: OrganisationId
    organisation_name: str
    member: MemberId
    name: str
    role: Role


class Me(Value):
    """Who is signed in, and where. Without a membership there is nothing to see yet."""

    current: Membership | None
    memberships: list[Membership]
    may_open_organisation: bool


class Choice(Value):
    """Which of one's organisations to work in from now on."""

    organisation: OrganisationId


class MemberRef(Value):
    """Somebody, by id and the name they had."""

    id: MemberId
    name: str
