"""An organisation, and one person's places in organisations."""

from datetime import datetime

from sharewell.caller import Role
from sharewell.ids import MemberId, OrganisationId
from sharewell.values import Name, Value


class Organisation(Value):
    """The tenant that everything belongs to."""

    id: OrganisationId
    name: Name
    opened_at: datetime


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
